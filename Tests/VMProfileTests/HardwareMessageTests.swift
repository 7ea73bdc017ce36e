import Testing
import VMProfile

@Suite struct HardwareMessageTests {
  private static let path = "expected the path of a file, relative to this file, or beginning with '/'"
  private static let name = "expected a disk's name: 1 to 20 letters, digits, '_' or '-', the first a letter or digit"
  private static let mount = "expected a folder in the guest, by its whole path such as /mnt/src"

  @Test(arguments: [
    FaultyProfile("image: tiny\nkernel: ''\n", "2:9: 'kernel' is '': \(path)"),
    FaultyProfile(
      "image: tiny\nkernel: ~/vmlinuz\n", "2:9: 'kernel' is '~/vmlinuz': '~' is not expanded: write the whole path"),
    FaultyProfile(
      "image: tiny\ncdrom: https://a.example/b.iso\n",
      "2:8: 'cdrom' is 'https://a.example/b.iso': this is a URL: download the file first, then write its path"),
    FaultyProfile("image: tiny\ncdrom: \"a\\0b\"\n", "2:8: 'cdrom' is 'a\\u{0}b': a path has no control characters"),
    FaultyProfile("image: tiny\niso: a.iso\n", "2:1: unknown key 'iso': did you mean 'cdrom'?"),
    FaultyProfile(
      "image: tiny\ninitrd: ./i\n", "2:9: 'initrd' needs 'kernel': an image that brings a kernel brings its initrd, too"
    ),
    FaultyProfile("cdrom: ./a\nappend: quiet\n", "2:9: 'append' needs 'kernel', whose command line it is"),
    FaultyProfile(
      "image: tiny\nkernel: ./k\nboot: disk\n", "2:9: 'kernel' is of no use, as 'boot' is 'disk': leave one of them out"
    ),
    FaultyProfile("cdrom: ./a\nboot: kernel\n", "2:7: 'boot' is 'kernel', and there is none: add 'kernel'"),
    FaultyProfile(
      "cdrom: ./a\nboot: disk\n", "2:7: 'boot' is 'disk', and the machine has none of its own: add 'image', or 'disk'"),
    FaultyProfile(
      "image: tiny\nboot: cdrom\n", "2:7: 'boot' is 'cdrom', and there is none: add 'cdrom', the path of an ISO file"),
    FaultyProfile(
      "image: tiny\nboot: iso\n", "2:7: 'boot' is 'iso': expected kernel, disk or cdrom; did you mean 'cdrom'?"),
    FaultyProfile(
      "image: tiny\nfirmware: efi\n", "2:11: 'firmware' is 'efi': expected bios or uefi; did you mean 'uefi'?"),
    FaultyProfile(
      "image: tiny\narch: aarch64\nfirmware: bios\n",
      "3:11: 'firmware' is 'bios', which aarch64 does not have: expected uefi"),
    FaultyProfile(
      "image: tiny\nmachine: microvm\nfirmware: uefi\n",
      "3:11: 'firmware' is 'uefi', which board 'microvm' does not have: use q35 or pc"),
  ])
  func `what a machine starts from`(profile: FaultyProfile) {
    #expect(ProfileFixture.mistakes(in: profile.yaml) == profile.mistakes)
  }

  @Test(arguments: [
    FaultyProfile(
      "image: tiny\ndisks:\n",
      "2:1: 'disks' has no value: expected a list of disks such as [{name: data, size: 10G}], or [] for none"),
    FaultyProfile(
      "image: tiny\ndisks: {name: data, size: 10G}\n",
      "2:8: 'disks': expected a list of disks such as [{name: data, size: 10G}], found a mapping: begin each disk with '- '"
    ),
    FaultyProfile(
      "image: tiny\ndisks: [10G]\n", "2:9: 'disks[0]': expected a disk such as {name: data, size: 10G}, found '10G'"),
    FaultyProfile(
      "image: tiny\ndisks: [{name: data}]\n",
      "2:9: the disk has neither 'size', for a new one, nor 'file', for one that exists: add one of them"),
    FaultyProfile(
      "image: tiny\ndisks: [{name: data, size: 1G, file: a}]\n",
      "2:32: the disk has 'size', for a new one, and 'file', for one that exists: write one of them"),
    FaultyProfile(
      "image: tiny\ndisks: [{name: data, size: 1G, format: raw}]\n",
      "2:32: 'format' is for a disk with 'file': a new one is a qcow2 that the guest writes to"),
    FaultyProfile("image: tiny\ndisks: [{size: 1G}]\n", "2:9: 'name' is missing: \(name)"),
    FaultyProfile("image: tiny\ndisks: [{name: ../x, size: 1G}]\n", "2:16: 'name' is '../x': \(name)"),
    FaultyProfile("image: tiny\ndisks: [{name: -x, size: 1G}]\n", "2:16: 'name' is '-x': \(name)"),
    FaultyProfile("image: tiny\ndisks: [{name: a, size: 65T}]\n", "2:25: 'size' is '65T': at most 64T is possible"),
    FaultyProfile("image: tiny\ndisk: 4096T\n", "2:7: 'disk' is '4096T': at most 64T is possible"),
    FaultyProfile(
      "image: tiny\ndisks: [{name: a, file: b, format: vmdk}]\n", "2:36: 'format' is 'vmdk': expected qcow2 or raw"),
    FaultyProfile(
      "image: tiny\ndisks: [{name: a, size: 1G}, {name: a, size: 1G}]\n",
      "2:37: 'name' is 'a', which another disk has already (web.yml:2:16)"),
    FaultyProfile(
      "image: tiny\ndisks: [&a {name: a, size: 1G}, *a, *a, *a, *a, *a, *a, *a, *a]\n",
      "2:8: 'disks' has 9 entries: a machine has at most 8 disks"),
  ])
  func disks(profile: FaultyProfile) {
    #expect(ProfileFixture.mistakes(in: profile.yaml) == profile.mistakes)
  }

  @Test(arguments: [
    FaultyProfile(
      "image: tiny\nshares: [./src]\n",
      "2:10: 'shares[0]': expected a share such as {path: ./src, tag: src}, found './src'"),
    FaultyProfile("image: tiny\nshares: [{path: ..}]\n", "2:17: 'path' is '..', which makes no tag: add 'tag'"),
    FaultyProfile("image: tiny\nshares: [{path: a, mount: mnt}]\n", "2:27: 'mount' is 'mnt': \(mount)"),
    FaultyProfile("image: tiny\nshares: [{path: a, mount: /a/../b}]\n", "2:27: 'mount' is '/a/../b': \(mount)"),
    FaultyProfile("image: tiny\nshares: [{path: a, mount: '/a b'}]\n", "2:27: 'mount' is '/a b': \(mount)"),
    FaultyProfile("image: tiny\nshares: [{path: a, mount: /}]\n", "2:27: 'mount' is '/': \(mount)"),
    FaultyProfile(
      "image: tiny\nshares: [{path: a, tag: 'b,c'}]\n",
      "2:25: 'tag' is 'b,c': expected a tag: 1 to 31 letters, digits, '.', '_' or '-', the first a letter or digit"),
    FaultyProfile(
      "image: tiny\nshares: [{path: a}, {path: b/a}]\n",
      "2:28: 'tag' is 'a', which another share has already (web.yml:2:17)"),
    FaultyProfile(
      "image: tiny\nshares: [{path: a, readonly: true, driver: virtiofs}]\n",
      "2:44: 'driver' is 'virtiofs', whose daemon may be unable to refuse writing: a share with 'readonly' goes by 9p"),
  ])
  func shares(profile: FaultyProfile) {
    #expect(ProfileFixture.mistakes(in: profile.yaml) == profile.mistakes)
  }

  @Test(arguments: [
    FaultyProfile(
      "image: tiny\nqemu_arguments: [disk.img]\n",
      "2:18: 'qemu_arguments' begins with 'disk.img': the first word is an option, which begins with '-'"),
    FaultyProfile(
      "image: tiny\nqemu_arguments: -device usb-ehci\n",
      "2:17: 'qemu_arguments' is '-device usb-ehci': an option and its value are two entries: write [-device, …]"),
    FaultyProfile(
      "image: tiny\nqemu_arguments: [--pidfile, /tmp/x]\n",
      "2:18: 'qemu_arguments' is '--pidfile': vmrun starts QEMU and finds it again by itself: leave it out"),
    FaultyProfile(
      "image: tiny\nqemu_arguments: [-qmp, 'unix:/tmp/x']\n",
      "2:18: 'qemu_arguments' is '-qmp': vmrun has monitors of its own, and `vmrun monitor` leads to them: leave it out"
    ),
    FaultyProfile(
      "image: tiny\nqemu_arguments: [-S]\n",
      "2:18: 'qemu_arguments' is '-S': vmrun waits for a machine that runs: leave it out"),
  ])
  func `words for QEMU`(profile: FaultyProfile) {
    #expect(ProfileFixture.mistakes(in: profile.yaml) == profile.mistakes)
  }
}
