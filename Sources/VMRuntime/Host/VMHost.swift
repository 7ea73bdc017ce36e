internal import GLib
internal import Glibc
public import VMProfile

/// The virtual machines of this user on this host: where embedding begins.
///
/// No process of vmrun's stays behind: QEMU runs on its own, and any later `VMHost` finds the machine
/// again by its name. Needs no privilege; KVM is used where the user may.
public struct VMHost: Sendable {
  public let directories: RuntimeDirectories
  /// The path of the program vmrun, for what other programs are told to run.
  public var program = Folder.linkTarget("/proc/self/exe") ?? "vmrun"

  /// - Parameter directories: where machines, images and keys are kept.
  public init(directories: RuntimeDirectories = .standard) { self.directories = directories }

  /// A machine by its name, whether or not it was ever started.
  public func machine(_ name: VMName) -> Machine { Machine(name: name, host: self) }

  /// The machines that have an instance, by name. Looks at files only.
  public func machines() -> [Machine] {
    Folder.names(in: directories.instances).sorted().compactMap { name in
      guard let name = VMName(name), Folder.exists(machine(name).paths.record) else { return nil }
      return machine(name)
    }
  }
}
