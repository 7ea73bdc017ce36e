package import QEMU

/// A machine made ready on disk, and the command line that would start it.
package struct Preparation: Sendable {
  package var resolved: ResolvedMachine
  package var commandLine: QEMUCommandLine
  var record: InstanceRecord
}
