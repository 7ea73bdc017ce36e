internal import HostNetwork
package import QEMU
internal import VMProfile

/// A machine made ready on disk, and the command line that would start it.
package struct Preparation: Sendable {
  package var resolved: ResolvedMachine
  package var commandLine: QEMUCommandLine
  var record: InstanceRecord
  /// The networks that its cards are in.
  var networks: [NetworkName: NetworkHost.Request] = [:]
  /// What the user should know of it.
  var warnings: [String] = []
}
