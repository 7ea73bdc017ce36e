import ProfileExchange
import Testing
import VMProfile

@Suite("Scripts that run QEMU")
struct ScriptImportTests {
  private func imported(_ text: String) throws -> ImportedProfile {
    #expect(try ImportKind.of(text) == .qemu)
    return try ImportedProfile(text, kind: .qemu)
  }

  private func profile(_ text: String) throws -> Profile {
    let yaml = try imported(text).yaml(source: "x.sh", paths: ImportedPath(from: "/a", to: "/a/Profiles")) { _ in true }
    return try Profile(yaml: yaml, name: #require(VMName("x")), file: "x.yml")
  }

  @Test(
    "A program in a variable is found",
    arguments: [
      "qemu=qemu-system-aarch64\nexec \"$qemu\" -m 768 -hda a",
      "QEMU=/usr/bin/qemu-system-aarch64\n$QEMU -m 768 \\\n  -hda a",
      "\"${QEMU:-qemu-system-aarch64}\" -m 768 -hda a",
      "bin=/opt/qemu/bin; qemu=\"$bin/qemu-system-aarch64\"\nsudo -E ${qemu} -m 768 -hda a &",
      "cmd='qemu-system-aarch64 -m 768'\nexec $cmd -hda a",
      "args=(-m 768\n  -hda a)\nqemu-system-aarch64 \"${args[@]}\"",
      "OPTS=\"-m 768\"\nOPTS+=\" -hda a\"\nnice -n 5 qemu-system-aarch64 $OPTS >log 2>&1",
      "which qemu-system-x86_64 || exit 1\nif true; then qemu-system-aarch64 >log -m 768 -hda a; fi",
      "cat <<END\nqemu-system-x86_64 -m 1 it's\nEND\nqemu-system-aarch64 -m 768 -hda a",
      "qemu-system-aarch64 --version\nqemu-system-aarch64 -m 768 -hda a",
    ])
  func program(_ text: String) throws {
    let profile = try profile(text)
    #expect(profile.arch == .aarch64 && profile.memory == ByteSize(bytes: 768 << 20))
    #expect(profile.image == .path("../a"))
  }

  @Test func `A variable that nobody can know is named with its line, and so is where it comes from`() throws {
    let profile = try imported(
      "cpus=$(nproc)\nqemu-system-x86_64 -m 64 \\\n  -smp $cpus -hda $HOME/a \\\n  -cdrom \"$1\" -name $other")
    let told = profile.losses.map { "\($0.line) \($0.what): \($0.why)" }
    #expect(told.contains("3 $(nproc): no command is run to know it"))
    #expect(told.contains("3 $HOME: no line before this one sets it to a plain value"))
    #expect(told.contains("4 $1: nobody knows what the script is called with"))
    #expect(told.contains("4 $other: no line before this one sets it to a plain value"))
  }

  @Test func `A program that nobody knows is told of, and its line is read`() throws {
    let profile = try imported("#!/bin/sh\n\n$QEMU -m 768 -smp 2 -hda a")
    #expect(
      profile.losses.contains { $0.line == 3 && $0.what == "$QEMU" && $0.why.contains("no line before this one") })
    #expect(profile.losses.contains { $0.line == 3 && $0.kind == .read && $0.why.contains("which QEMU") })
    #expect(throws: ExchangeError.self) { try ImportKind.of("$RUN -f x\necho -m") }
  }

  @Test func `Of several lines the first is read, and the others are named`() throws {
    let losses = try imported(
      "if x; then\n  qemu-system-x86_64 -m 64 -hda a\nelse\n  qemu-system-x86_64 -m 65 -hda a\nfi"
    ).losses
    #expect(losses.contains { $0.line == 4 && $0.why.contains("the command of line 2 was read") })
  }

  @Test func `A value under a condition is told of, and two that differ are none`() throws {
    let once = try imported("[ -n \"$x\" ] || m=64\nkvm -m $m -hda a")
    #expect(
      once.losses.contains {
        $0.kind == .read && $0.what == "$m" && $0.why.contains("line 1 sets it, under a condition")
      })
    let twice = try imported("m=1G\nif x; then m=2G; fi\nkvm -m $m -hda a")
    #expect(twice.losses.contains { $0.kind == .lost && $0.why == "lines 1 and 2 set it differently" })
    #expect(twice.losses.contains { $0.what.hasPrefix("-m") })
  }

  @Test func `A default is taken, and told of`() throws {
    #expect(try profile("kvm -m ${MEM:-2G} -hda a").memory == ByteSize(bytes: 2 << 30))
    #expect(try imported("kvm -m ${MEM:-2G} -hda a").losses.contains { $0.what == "${MEM:-2G}" && $0.kind == .read })
    #expect(try !imported("MEM=1G\nkvm -m ${MEM:-2G} -hda a").losses.contains { $0.what.contains("MEM") })
  }

  @Test func `Paths start where the script goes`() throws {
    let here = "here=$(cd -- \"$(dirname -- \"$0\")\" && pwd)\n"
    #expect(try profile("cd disks\nkvm -m 64 -hda a.img").image == .path("../disks/a.img"))
    #expect(try profile(here + "cd $here/vm/x\nkvm -m 64 -hda a.img").image == .path("../vm/x/a.img"))
    #expect(try profile(here + "cd vm\nkvm -m 64 -hda \"$here/a.img\"").image == .path("../a.img"))
    #expect(try profile("cd /srv/vm\nkvm -m 64 -hda ../d/a.img").image == .path("/srv/d/a.img"))
    let lost = try imported("cd $where\nkvm -m 64 -hda a.img")
    #expect(lost.losses.contains { $0.what == "cd" && $0.why.contains("nobody knows the folder") })
  }

  @Test func `Variables that would fill the memory are refused`() {
    let lines = (1...60).map { "a\($0)=$a\($0 - 1)$a\($0 - 1)" }.joined(separator: "\n")
    #expect(throws: ExchangeError.self) { try ImportedProfile("a0=aaaaaaaa\n\(lines)\nkvm -hda $a60", kind: .qemu) }
    #expect(throws: ExchangeError.self) { try ImportedProfile("a=$a$a\ncat <<END\nkvm -m 64", kind: .qemu) }
  }

  @Test func `A value is data: what it says is not expanded again`() throws {
    let profile = try imported("x='$(touch /tmp/owned)'\nkvm -m 64 -hda \"$x\"")
    #expect(!profile.losses.contains { $0.what.contains("touch") && $0.why.contains("no command is run") })
    let yaml = profile.yaml(source: "x", paths: ImportedPath(from: "/a", to: "/a")) { _ in true }
    #expect(yaml.contains("$(touch /tmp/owned)"))
  }
}
