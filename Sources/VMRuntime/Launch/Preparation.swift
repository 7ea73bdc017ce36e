internal import DiskImage
package import QEMU
internal import VMProfile

/// A machine made ready on disk, and the command line that would start it.
package struct Preparation: Sendable {
  package var resolved: ResolvedMachine
  package var commandLine: QEMUCommandLine
  var qemuVersion: QEMUVersion
  var record: InstanceRecord
}
