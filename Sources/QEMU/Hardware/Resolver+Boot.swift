import VMProfile

extension Resolver {
  /// What the machine starts from. Who asks for UEFI wants to see it start something: images bring kernels that are
  /// quicker without.
  func boot() throws(QEMUError) -> BootSource {
    let hasKernel = profile.kernel != nil || facts.image.kernel != nil
    guard let wanted = profile.boot else {
      let startsKernel = profile.firmware == .uefi ? profile.kernel != nil : hasKernel
      return startsKernel ? .kernel : .disk
    }
    guard wanted != .kernel || hasKernel else {
      let image = profile.image.map { "image '\($0)' brings none" } ?? "there is none"
      throw wrong("boot", "'boot' is 'kernel', and \(image): add 'kernel', or write disk")
    }
    return wanted
  }

  /// What the image and the profile bring, with what the board's kernel must be told beside their own words.
  ///
  /// Under TCG a Linux guest on `microvm` knows its clock only by calibrating the time-stamp counter against
  /// the PIT, which fails on a loaded host and leaves the kernel without a clock: it hangs. TCG passes the
  /// host's counter through, so its rate can be given instead.
  func image(
    on machine: MachineType, accelerator: ResolvedMachine.Accelerator, boot: BootSource
  ) -> GuestImage {
    var image = facts.image
    guard boot == .kernel else {
      (image.kernel, image.initrd, image.kernelArguments) = (nil, nil, nil)
      return image
    }
    var words = [image.kernelArguments]
    if let kernel = profile.kernel {
      (image.kernel, image.initrd) = (kernel.description, profile.initrd?.description)
      words = []
    }
    words.append(profile.append)
    if machine == .microvm, accelerator == .tcg, let rate = facts.tscFrequency { words.append("tsc_early_khz=\(rate)") }
    let arguments = words.compactMap(\.self).joined(separator: " ")
    image.kernelArguments = arguments.isEmpty ? nil : arguments
    return image
  }

  /// The UEFI that runs before the operating system; nil: the board's own firmware, or none.
  func firmware(for machine: MachineType, boot: BootSource) throws(QEMUError) -> UEFIFirmware? {
    // An image that only UEFI boots says so; microvm has none.
    let wanted = facts.image.firmware == .uefi && boot != .kernel && machine != .microvm ? FirmwareChoice.uefi : nil
    switch profile.firmware ?? wanted {
    case .bios?:
      guard arch == .x86_64 else {
        throw wrong("firmware", "'firmware' is 'bios', which \(arch) does not have: expected uefi")
      }
      return nil
    case .uefi?:
      guard machine != .microvm else {
        throw wrong("firmware", "'firmware' is 'uefi', which board 'microvm' does not have: use q35 or pc")
      }
      if let firmware = installed(for: machine) { return firmware }
      throw .unavailable(
        "'firmware' is 'uefi' (\(place("firmware"))), and this host has no UEFI for board '\(machine)' of \(arch): "
          + "install one (\(package))")
    case nil:
      // RISC-V's `virt` brings OpenSBI, which starts a kernel but no disk; x86 boards bring SeaBIOS.
      guard machine == .virt, boot != .kernel, facts.paths.overlay != nil || profile.cdrom != nil else { return nil }
      if let firmware = installed(for: machine) { return firmware }
      throw .unavailable(
        "board 'virt' has no firmware that boots from a disk, and no kernel is started: install UEFI for \(arch) "
          + "(\(package))")
    }
  }

  private func installed(for machine: MachineType) -> UEFIFirmware? {
    facts.firmwares.first { $0.suits(machine, facts.qemu.version) }
  }

  private var package: String {
    switch arch {
    case .x86_64: "Debian: ovmf, Fedora: edk2-ovmf"
    case .aarch64: "Debian: qemu-efi-aarch64, Fedora: edk2-aarch64"
    case .riscv64: "Debian: qemu-efi-riscv64, Fedora: edk2-riscv64"
    }
  }
}
