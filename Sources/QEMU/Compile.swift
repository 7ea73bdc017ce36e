extension QEMUCommandLine {
  /// The command line of a machine. Pure.
  public init(_ machine: ResolvedMachine) {
    program = machine.qemuPath
    arguments = []
  }
}
