import VMProfile

extension Compiler {
  mutating func addBoard() {
    // A thread's name says what it does, in `top -H` and in core dumps.
    add("-name", "guest=\(machine.name),debug-threads=on")
    add("-machine", board + sharedMemory + flash)
    // Without `thread=` QEMU runs a thread for each CPU wherever that is right, and one for all where the guest
    // relies on an order of memory accesses that the host does not keep (x86_64 on aarch64).
    // QEMU would keep up to 1 GiB of translated code for each machine, however small its guest.
    add("-accel", machine.accelerator == .tcg ? "tcg,tb-size=256" : machine.accelerator.rawValue)
    add("-cpu", machine.cpu)
    add("-smp", "cpus=\(machine.smp)")
    add("-m", "size=\(machine.memory.withQEMUUnit)")
    if machine.sandbox { add("-sandbox", sandbox) }
    add("-nodefaults")
    add("-no-user-config")
    // A panic is reported as an event, and then the guest does what it was told to do about panics: QEMU's
    // default would stop a guest that restarts itself.
    add("-action", "panic=none")
    add("-display", display)
  }

  private var board: String {
    switch machine.machine {
    // VMware's port is on by default and of use to nobody here.
    case .q35: "q35,vmport=off"
    case .pc: "pc,vmport=off"
    // Kernels calibrate their clock against the PIT: the board has no other timer that they know without KVM.
    case .microvm: "microvm,pit=on,pic=on,rtc=on"
    // The newest interrupt controller: the board's default of version 2 ends at 8 CPUs.
    case .virt: machine.arch == .aarch64 ? "virt,gic-version=max" : "virt"
    }
  }

  /// What QEMU's process may no longer ask of the kernel. The resource calls fail with EPERM, the others end
  /// the process. A window is drawn by libraries that may start helpers, and a TAP may have scripts of the user's, so
  /// spawning stays allowed there.
  private var sandbox: String {
    let runsScripts = machine.nics.contains { nic in
      if case .tap(.scripted) = nic.attachment { true } else { false }
    }
    let hasWindow = machine.display == .gtk || machine.display == .sdl
    // What a script does with the interface may take more rights than QEMU has, such as sudo.
    let (spawn, elevate) = (hasWindow || runsScripts ? "allow" : "deny", runsScripts ? "allow" : "deny")
    return "on,obsolete=deny,elevateprivileges=\(elevate),spawn=\(spawn),resourcecontrol=deny"
  }

  private var display: String {
    switch machine.display {
    case .none, .gtk, .sdl: machine.display.rawValue
    case .vnc: "vnc=unix:\(machine.paths.vnc.commasDoubled)"
    }
  }

  mutating func addKernel() {
    guard let kernel = machine.image.kernel else { return }
    add("-kernel", kernel)
    if let initrd = machine.image.initrd { add("-initrd", initrd) }
    if let arguments = machine.image.kernelArguments { add("-append", arguments) }
  }
}

extension ByteSize {
  /// With the largest of the units that QEMU's `size=` knows and that needs no decimals, up to `M`.
  fileprivate var withQEMUUnit: String {
    for (unit, size) in [("M", UInt64(1) << 20), ("K", 1 << 10)] where bytes % size == 0 {
      return "\(bytes / size)\(unit)"
    }
    return "\(bytes)B"
  }
}
