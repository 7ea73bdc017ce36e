internal import GLib
internal import Glibc
internal import QEMU

/// Whether UEFI can start a kernel: it takes programs in its own format, which begin with `MZ` (UEFI 2.10, 2.1.1). Linux
/// as distributions ship it is one; a kernel that was taken out of its file is not, and QEMU would say nothing.
enum KernelCheck {
  static func check(_ machine: ResolvedMachine) throws(RuntimeError) {
    guard machine.firmware != nil, let kernel = machine.image.kernel else { return }
    let descriptor = open(kernel, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { throw RuntimeError(GLibError.systemCall("open", kernel)) }
    defer { close(descriptor) }
    var start: [UInt8] = [0, 0]
    guard pread(descriptor, &start, 2, 0) == 2, start == Array("MZ".utf8) else {
      throw RuntimeError(
        .invalidProfile,
        "UEFI cannot start the kernel \(kernel), which is no EFI program: leave `firmware: uefi` out, or start from "
          + "the disk with `boot: disk`")
    }
  }
}
