import Foundation
import Testing

/// A whole Debian that UEFI and its own boot loader start, and a BIOS from the same disk.
@Suite(
  .enabled(if: TestHost.canRunMachines, TestHost.withoutMachines),
  .enabled(if: TestHost.canBuildDebian, TestHost.withoutDebian),
  .enabled(if: TestHost.hasUEFI, TestHost.withoutUEFI))
struct UEFITests {
  private static let variable = "VmrunTest-7d3dceee-bc22-4ea7-8e6b-6ec6dfb75b8c"

  @Test func `a guest starts from its disk by UEFI, and what it writes there is kept`() async throws {
    try await TestHost.prepareDebian()
    try await Sandbox.with { box in
      try box.profile("deb", "image: debian-12\narch: x86_64\nmemory: 768M\nfirmware: uefi\nssh: {user: root}\n")
      try await box.must("start", "deb")
      try await box.must("wait", "deb", "--for", "ssh", "--timeout", "400", timeout: .seconds(420))
      let said = try await box.guest(
        "deb",
        """
        ls -d /sys/firmware/efi; grep -o BOOT_IMAGE=[^\\ ]* /proc/cmdline
        mountpoint -q /sys/firmware/efi/efivars || mount -t efivarfs efivarfs /sys/firmware/efi/efivars
        printf '\\007\\000\\000\\000kept' > /sys/firmware/efi/efivars/\(Self.variable) && echo written; sync
        """)
      #expect(said == "/sys/firmware/efi\nBOOT_IMAGE=/vmlinuz\nwritten\n")
      try await box.must("stop", "deb", timeout: .seconds(200))

      // The variable is in the machine's own store, under its name in UTF-16.
      let store = box.instance("deb") + "/uefi-variables.qcow2"
      let raw = try await box.shell("qemu-img convert -O raw '\(store)' '\(box.root)/vars'")
      try #require(raw.status == 0, "\(raw)")
      let bytes = try Data(contentsOf: URL(filePath: "\(box.root)/vars"))
      #expect(bytes.range(of: Data("VmrunTest".utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] })) != nil)
    }
  }

  @Test func `the same disk starts by a BIOS on the older board, too`() async throws {
    try await TestHost.prepareDebian()
    try await Sandbox.with { box in
      try box.profile("deb", "image: debian-12\narch: x86_64\nmachine: pc\nmemory: 512M\nboot: disk\nnics: []\n")
      try await box.must("start", "deb")
      let log = box.instance("deb") + "/console.log"
      try await box.wait("the system that its boot loader started", timeout: .seconds(400)) {
        box.read(log)?.contains("login:") == true
      }
    }
  }
}
