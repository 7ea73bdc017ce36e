/// How to start a machine.
public struct StartOptions: Sendable {
  /// What the guest writes in this run is thrown away.
  public var ephemeral = false
  /// How long QEMU may take from its start to its first answer; a loaded host with a big guest needs seconds.
  public var patience = Duration.seconds(60)
  /// QEMU stays the child of this process, which collects its status with `ChildProcess.waitStatus`, or ends soon
  /// and leaves that to init: that saves a process in between.
  package var keepsChild = false
  /// Takes the machine off its networks when it ends by itself; nil: the next vmrun that looks at them does.
  package var keeper: NetworkKeeper?

  public init(ephemeral: Bool = false) { self.ephemeral = ephemeral }
}

/// What a start came to.
public struct StartOutcome: Sendable {
  public var machine: Machine
  /// The machine ran before; nothing was done.
  public var wasRunning: Bool
  /// QEMU's process id.
  public var pid: Int32
  /// The machine as it was found, or as it was started.
  public var status: MachineStatus
  /// What the user should know of the networks that came up with it.
  public var warnings: [String] = []
}
