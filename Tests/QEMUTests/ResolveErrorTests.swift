import QEMU
import Testing
import VMProfile

@Suite("What a start refuses, word for word")
struct ResolveErrorTests {
  static let pciCards =
    "virtio, e1000, e1000-82544gc, e1000-82545em, e1000e, i82550, i82551, i82557a, i82557b, i82557c, i82558a, i82558b, "
    + "i82559a, i82559b, i82559c, i82559er, i82562, i82801, ne2k_isa, ne2k_pci, pcnet, rtl8139, tulip, virtio-net-pci, "
    + "virtio-net-pci-non-transitional, virtio-net-pci-transitional or vmxnet3"

  private func message(_ yaml: String, _ words: String = "", change: (inout HostFacts) -> Void = { _ in }) -> String {
    do {
      let profile = try Profile(yaml: "image: tiny\n" + yaml, name: VMName(parsing: "web"), file: "web.yml")
      var golden = GoldenCase(name: "q35-default")
      golden.words = Set(words.split(separator: " ").map(String.init))
      var facts = try golden.facts()
      facts.qemuPath = "/usr/bin/qemu-system-\(profile.arch ?? facts.architecture)"
      change(&facts)
      _ = try ResolvedMachine(profile, facts: facts)
      return "no error"
    } catch {
      return "\(error)"
    }
  }

  @Test func `A board of another architecture`() {
    #expect(
      message("machine: q35\n", "host=aarch64 kvm")
        == "web.yml:2:10: 'machine' is 'q35', which aarch64 does not have: expected virt")
  }

  @Test func `A board that this QEMU lacks`() {
    #expect(
      message("machine: microvm\n") { $0.qemu.machines.removeAll { $0 == "microvm" } }
        == "web.yml:2:10: 'machine' is 'microvm', which /usr/bin/qemu-system-x86_64 (QEMU 7.2.22) does not have: "
        + "expected q35 or pc")
  }

  @Test func `No board at all`() {
    #expect(
      message("") { $0.qemu.machines = ["isapc"] }
        == "/usr/bin/qemu-system-x86_64 (QEMU 7.2.22) has none of the boards that vmrun knows for x86_64: "
        + "q35, pc or microvm")
  }

  @Test func `KVM that does not work`() {
    #expect(
      message("smp: 1\naccelerator: kvm\n") { $0.accelerator = .tcg(reason: "/dev/kvm may not be opened.") }
        == "accelerator 'kvm' cannot be used: /dev/kvm may not be opened; use 'accelerator: auto' in web.yml:3")
  }

  @Test func `KVM for a foreign guest`() {
    #expect(
      message("arch: x86_64\naccelerator: kvm\n", "host=aarch64 kvm")
        == "accelerator 'kvm' cannot be used: x86_64 guests on an aarch64 host always run under TCG; "
        + "use 'accelerator: auto' in web.yml:3")
  }

  @Test func `KVM without support in the binary`() {
    #expect(
      message("accelerator: kvm\n", "kvm") { $0.qemu.accelerators = ["tcg"] }
        == "accelerator 'kvm' cannot be used: /usr/bin/qemu-system-x86_64 (QEMU 7.2.22) was built without KVM; "
        + "use 'accelerator: auto' in web.yml:2")
  }

  @Test func `TCG without support in the binary`() {
    #expect(
      message("accelerator: tcg\n", "kvm") { $0.qemu.accelerators = ["kvm"] }
        == "accelerator 'tcg' cannot be used: /usr/bin/qemu-system-x86_64 (QEMU 7.2.22) was built without TCG; "
        + "install a QEMU that has it")
  }

  @Test func `A CPU model that this QEMU lacks`() {
    #expect(
      message("cpu: Skylake-Clinet-v1\n")
        == "web.yml:2:6: 'cpu' is 'Skylake-Clinet-v1', which /usr/bin/qemu-system-x86_64 (QEMU 7.2.22) does not have: "
        + "did you mean 'Skylake-Client-v1'?")
    #expect(
      message("cpu: z80\n")
        == "web.yml:2:6: 'cpu' is 'z80', which /usr/bin/qemu-system-x86_64 (QEMU 7.2.22) does not have: "
        + "'/usr/bin/qemu-system-x86_64 -cpu help' lists what it has")
  }

  @Test func `The host's CPU under TCG`() {
    #expect(
      message("cpu: host\naccelerator: tcg\n", "kvm")
        == "web.yml:2:6: 'cpu' is 'host', which needs KVM, and this machine runs under TCG (the profile asks for it): "
        + "write auto or max")
  }

  @Test func `A card that this QEMU lacks`() {
    #expect(
      message("nics:\n  - model: e100e\n    user:\n")
        == "web.yml:3:12: 'model' is 'e100e', which /usr/bin/qemu-system-x86_64 (QEMU 7.2.22) does not have: "
        + "did you mean 'e1000'? Usable here: \(Self.pciCards)")
    #expect(
      message("nics:\n  - user\n  - model: banana\n    user:\n")
        == "web.yml:4:12: 'model' is 'banana', which /usr/bin/qemu-system-x86_64 (QEMU 7.2.22) does not have. "
        + "Usable here: \(Self.pciCards)")
  }

  @Test func `A card for a bus that the board lacks`() {
    #expect(
      message("nics:\n  - model: usb-net\n    user:\n")
        == "web.yml:3:12: 'model' is 'usb-net', which needs a USB bus, and vmrun's machines have none. "
        + "Usable here: \(Self.pciCards)")
    #expect(
      message("machine: microvm\nnics:\n  - model: e1000\n    user:\n")
        == "web.yml:4:12: 'model' is 'e1000', which needs a bus (PCI) that board 'microvm' does not have. "
        + "Usable here: virtio or virtio-net-device")
    #expect(
      message("nics:\n  - model: virtio-net-device\n    user:\n")
        == "web.yml:3:12: 'model' is 'virtio-net-device', which is for boards without PCI: write virtio. "
        + "Usable here: \(Self.pciCards)")
    #expect(
      message("nics:\n  - model: rocker\n    user:\n")
        == "web.yml:3:12: 'model' is 'rocker', a device that no network can be attached to. "
        + "Usable here: \(Self.pciCards)")
  }

  @Test func `Displays that are not there`() {
    #expect(
      message("machine: microvm\ndisplay: vnc\n")
        == "web.yml:3:10: 'display' is 'vnc', and board 'microvm' has no graphics card: "
        + "write none, or use another board")
    #expect(
      message("display: gtk\n")
        == "/usr/bin/qemu-system-x86_64 (QEMU 7.2.22) has no display 'gtk': install QEMU's GUI modules "
        + "(Debian: qemu-system-gui), or use display vnc or none in web.yml:2")
  }

  @Test func `No port left for a forward`() {
    #expect(
      message("nics:\n  - user: {forward: [ssh]}\n  - user: {forward: [\"0:80\"]}\n") { $0.freePorts = [40000] }
        == "no free port of the host was found for the forward to port 80 of nic1 (web.yml:4): "
        + "write a host port in place of 0")
  }

  @Test func `No user networking in the binary`() {
    #expect(
      message("") { $0.qemu.netdevs = ["tap"] }
        == "/usr/bin/qemu-system-x86_64 (QEMU 7.2.22) was built without user networking (slirp): "
        + "install a QEMU that has it")
  }

  @Test func `No firmware for a board that has none`() {
    #expect(
      message("arch: aarch64\n", "qemu=10.0-aarch64")
        == "board 'virt' has no firmware that boots from a disk, and no kernel is started: "
        + "install UEFI for aarch64 (Debian: qemu-efi-aarch64, Fedora: edk2-aarch64)")
  }

  @Test func `UEFI that is not installed, or not for the board`() {
    #expect(
      message("firmware: uefi\n")
        == "'firmware' is 'uefi' (web.yml:2), and this host has no UEFI for board 'q35' of x86_64: install one "
        + "(Debian: ovmf, Fedora: edk2-ovmf)")
    #expect(
      message("firmware: uefi\n") { $0.firmwares = GoldenCase.firmwares(.aarch64) }
        == "'firmware' is 'uefi' (web.yml:2), and this host has no UEFI for board 'q35' of x86_64: install one "
        + "(Debian: ovmf, Fedora: edk2-ovmf)")
    #expect(
      message("firmware: bios\n", "host=aarch64 qemu=10.0-aarch64 kvm firmware").hasPrefix(
        "web.yml:2:11: 'firmware' is 'bios', which"))
  }

  @Test func `A kernel that the image does not bring`() {
    #expect(
      message("boot: kernel\n")
        == "web.yml:2:7: 'boot' is 'kernel', and image 'tiny' brings none: add 'kernel', or write disk")
  }

  @Test func `virtiofs without its daemon`() {
    #expect(
      message("shares: [{path: a, driver: virtiofs}]\n")
        == "'driver' is 'virtiofs' (web.yml:2), and this host has no virtiofsd that user 1000 can use: install it "
        + "(Debian: virtiofsd, before 13 qemu-system-common; it needs root), or use driver 9p")
  }

  @Test func `A network that QEMU was built without`() {
    let qemu = "/usr/bin/qemu-system-x86_64 (QEMU 7.2.22)"
    func refusal(_ nic: String, without netdev: String) -> String {
      message("nics: [\(nic)]\n") { $0.qemu.netdevs.removeAll { $0 == netdev } }
    }
    let remedy = "install a QEMU that has it"
    #expect(refusal("user", without: "user") == "\(qemu) was built without user networking (slirp): \(remedy)")
    #expect(refusal("passt", without: "stream") == "\(qemu) has no 'stream' network, which passt needs: \(remedy)")
    #expect(refusal("tap", without: "tap") == "\(qemu) was built without TAP networking: \(remedy)")
    #expect(refusal("{network: lab}", without: "tap") == "\(qemu) was built without TAP networking: \(remedy)")
    #expect(refusal("{vde: lab}", without: "vde") == "\(qemu) was built without VDE: \(remedy)")
  }

  @Test func `An address that does not fit its network`() {
    let words = "network=lab:br-lab:10.16.0.1/24"
    let remedy = "write an address of that network with /24"
    #expect(
      message("nics:\n  - {network: lab, address: 10.17.0.5/24}\n", words)
        == "web.yml:3:29: 'address' is '10.17.0.5/24', and network 'lab' is 10.16.0.0/24: \(remedy)")
    #expect(
      message("nics:\n  - {network: lab, address: 10.16.0.5/16}\n", words)
        == "web.yml:3:29: 'address' is '10.16.0.5/16', and network 'lab' is 10.16.0.0/24: \(remedy)")
    #expect(
      message("nics:\n  - {network: lab, address: 10.16.0.1/24}\n", words)
        == "web.yml:3:29: 'address' is '10.16.0.1/24', which the host itself has in network 'lab': write another")
  }
}
