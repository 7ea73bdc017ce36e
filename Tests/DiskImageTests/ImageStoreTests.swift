import GLib
import Glibc
import HostTool
import Testing
import VMProfile

@testable import DiskImage

@Suite(.timeLimit(.minutes(1)))
struct ImageStoreTests {
  let fixture: StoreFixture

  init() throws { fixture = try StoreFixture() }

  @Test func `an image is built, stored read-only and found`() async throws {
    let lines = Lines()
    let outcome = try await fixture.build { lines.append($0) }
    let image = outcome.image
    #expect(outcome == .built(image))
    #expect(lines.all == ["making", "done"])
    #expect(try fixture.store.lookup("tiny", .x86_64) == image)
    #expect(image.disk == "\(fixture.folder)/\(image.version)/disk.qcow2")
    #expect(image.kernelArguments == "console=ttyS0 quiet")
    #expect(image.user == "root")
    #expect(image.format == "qcow2")
    #expect(image.packages == ["a": "1", "b": "2"])
    for path in [image.disk, image.kernel, image.initrd] {
      var status = stat()
      #expect(stat(path ?? "", &status) == 0)
      #expect(status.st_mode & 0o777 == 0o444)
    }
    #expect(fixture.store.list() == [image])
    #expect(try fixture.store.lookup("tiny", .aarch64) == nil)
    #expect(Folder.names(in: "\(fixture.store.root)/tiny") == ["build.lock", "build.log", "x86_64"])
  }

  @Test func `the script gets what the recipe says`() async throws {
    _ = try await fixture.build()
    let log = try await HostTool.run("cat", ["\(fixture.store.root)/tiny/build.log"]).standardOutput
    #expect(log.contains("x86_64 amd64 linux-image-amd64 ttyS0 [a b] [m1 m2] 64M \(fixture.sandbox("cache"))\n"))
  }

  @Test func `a lookup is fast and starts no process`() async throws {
    _ = try await fixture.build()
    try await withoutTools {
      let start = ContinuousClock.now
      for _ in 0..<100 { _ = try fixture.store.lookup("tiny", .x86_64) }
      #expect(ContinuousClock.now - start < .milliseconds(100))
    }
  }

  @Test func `the same recipe is not built twice, unless forced`() async throws {
    let first = try await fixture.build().image
    #expect(try await fixture.build() == .upToDate(first))
    let forced = try await fixture.build(force: true)
    #expect(forced == .built(forced.image))
    #expect(forced.image.version == first.version + "-2")
    #expect(try await fixture.build() == .upToDate(forced.image))
  }

  @Test func `an old version stays while a disk lies on it`() async throws {
    let first = try await fixture.build().image
    try fixture.sandbox.write("new", "Images/tiny/motd")
    let second = try await fixture.build(inUse: [first.disk]).image
    #expect(second.version != first.version)
    #expect(try fixture.store.lookup("tiny", .x86_64) == second)
    #expect(try fixture.store.lookup("tiny", .x86_64, keeping: first.disk) == first)
    try fixture.sandbox.write("newer", "Images/tiny/motd")
    let third = try await fixture.build().image
    #expect(Folder.names(in: fixture.folder) == [third.version, "current"].sorted())
    #expect(try fixture.store.lookup("tiny", .x86_64, keeping: first.disk) == third)
  }

  @Test func `architectures live side by side`() async throws {
    let other = try await fixture.build(arch: .aarch64).image
    let one = try await fixture.build().image
    #expect(fixture.store.list() == [one, other])
    let error = await diskError { try await fixture.build(arch: .riscv64) }
    #expect(
      error?.description == "image 'tiny' cannot be built for riscv64: its recipe knows x86_64, aarch64")
  }

  @Test func `two builds at once make one image, and the second says that it waits`() async throws {
    let lines = Lines()
    try fixture.script("sleep 0.3")
    let fixture = fixture
    async let one = fixture.build { lines.append($0) }
    async let two = fixture.build { lines.append($0) }
    let outcomes = try await [one, two]
    #expect(outcomes.filter { $0 == .built($0.image) }.count == 1)
    #expect(outcomes.filter { $0 == .upToDate($0.image) }.count == 1)
    #expect(lines.all.filter { $0 == "another vmrun is building image 'tiny': waiting for it" }.count == 1)
  }

  @Test func `waiting for another build is bounded`() async throws {
    let fixture = fixture
    try fixture.script("sleep 20")
    let task = Task { try? await fixture.build() }
    try await fixture.waitForScript()
    let error = await diskError { try await fixture.build(limits: BuildLimits(lock: .milliseconds(50))) }
    #expect(error == .buildBusy(name: "tiny", waited: .milliseconds(50)))
    task.cancel()
    _ = await task.value
  }

  @Test func `an image that is not built, and one that nobody knows, are told apart`() async {
    func text(_ name: String, _ arch: Architecture = .host) async -> String? {
      await diskError { try fixture.store.require(name, arch, recipes: [fixture.sandbox("Images")]) }?.description
    }
    #expect(await text("tiny") == "image 'tiny' is not built yet: run `vmrun image build tiny`")
    #expect(await text("tinny") == "there is no image 'tinny': did you mean 'tiny'?; known are tiny")
    #expect(await text("nothing") == "there is no image 'nothing'; known are tiny")
    // A mistake in a catalogue counts only for what could come from there.
    func broken(_ name: String) async -> String? {
      await diskError {
        try fixture.store.require(
          name, .host, recipes: [fixture.sandbox("Images")],
          catalogs: { () throws(DiskImageError) in throw .file("broken") })
      }?.description
    }
    #expect(await broken("tiny") == "image 'tiny' is not built yet: run `vmrun image build tiny`")
    #expect(await broken("nothing") == "broken")
  }

  @Test func `a damaged image is said, and a forced build mends it`() async throws {
    let image = try await fixture.build().image
    unlink(image.disk)
    let error = await diskError { try fixture.store.lookup("tiny", .x86_64) }
    #expect(
      error?.description == "image 'tiny' is damaged (disk.qcow2 is missing in \(image.folder)): run "
        + "`vmrun image build tiny --force`")
    #expect(fixture.store.list().isEmpty)
    let mended = try await fixture.build().image
    #expect(try fixture.store.lookup("tiny", .x86_64) == mended)
  }

  @Test func `an image in use is not removed`() async throws {
    let image = try await fixture.build().image
    let error = await diskError { try fixture.store.remove("tiny", .x86_64) { ["web": [image.disk]] } }
    #expect(error == .imageInUse(name: "tiny", users: ["web"]))
    try fixture.store.remove("tiny", .x86_64) { ["web": ["/other/disk"]] }
    #expect(try fixture.store.lookup("tiny", .x86_64) == nil)
    #expect(fixture.store.names().isEmpty)
  }
}
