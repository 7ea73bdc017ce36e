extension QEMUCommandLine {
  /// The command line of a machine. Pure.
  ///
  /// Values from outside stand in JSON, or alone as an option's whole value, or with their commas doubled;
  /// ids are made here, because QEMU refuses many that people would write.
  public init(_ machine: ResolvedMachine) {
    var compiler = Compiler(machine: machine)
    compiler.addBoard()
    compiler.addSharedMemory()
    compiler.addFirmware()
    compiler.addKernel()
    compiler.addCharacterDevices()
    compiler.addDevices()
    compiler.addDrives()
    compiler.addShares()
    compiler.addNICs()
    compiler.addQEMUArguments()
    self.init(program: machine.qemuPath, arguments: compiler.arguments)
  }
}
