import GLib
import Glibc
import HostTool
import Testing
import VMProfile

@testable import DiskImage

/// Versions of an image, and names that stand for something else already.
@Suite(.timeLimit(.minutes(1)))
struct ImageOriginTests {
  let fixture: StoreFixture

  init() throws { fixture = try StoreFixture() }

  private func bring(_ file: String, replaces: Bool = false) async throws -> StoredImage {
    var request = PullRequest(name: "tiny", arch: .x86_64, source: .file(file), digest: nil)
    request.replaces = replaces
    switch try await fixture.store.pull(request, progress: { _ in }) {
    case .pulled(let image), .upToDate(let image): return image
    }
  }

  private func commit(_ disk: String, from machine: String, base: StoredImage? = nil, replaces: Bool = false)
    async throws -> StoredImage
  {
    try await fixture.store.commit(
      disk, as: "tiny", .x86_64, base: base, machine: machine, replaces: replaces, waiting: {})
  }

  @Test func `a name that stands for another image is left alone, unless that is meant`() async throws {
    let built = try await fixture.build().image
    let (one, two) = (
      try await fixture.sandbox.image("one.qcow2", size: "1M"), try await fixture.sandbox.image("two.qcow2", size: "2M")
    )
    let error = await diskError { try await bring(one) }
    #expect(
      error?.description
        == "there is an image 'tiny' already, and it is another one (built by its recipe): take another "
        + "name; or go on with --replace, and come back to the old one with `vmrun image use tiny@\(built.version)`")
    #expect(try fixture.store.lookup("tiny", .x86_64) == built)
    let imported = try await bring(one, replaces: true)
    #expect(imported.origin == .imported(one))
    // The same file, changed, is the same image; another one is not.
    unlink(one)
    _ = try await fixture.sandbox.image("one.qcow2", size: "3M")
    let changed = try await bring(one)
    #expect(changed.version != imported.version)
    #expect(await diskError { try await bring(two) }?.description.contains("imported from \(one)") == true)

    #expect(await diskError { try await commit(two, from: "web") } != nil)
    let committed = try await commit(two, from: "web", replaces: true)
    #expect(committed.origin == .committed("web"))
    unlink(two)
    _ = try await fixture.sandbox.image("two.qcow2", size: "4M")
    _ = try await commit(two, from: "web")
    #expect(await diskError { try await commit(two, from: "db") }?.description.contains("the disk of web") == true)
    // A disk that stands on the image is a new version of it.
    _ = try await commit(two, from: "db", base: built)
  }

  @Test func `a version that is there becomes the current one again, and a disk's own stays`() async throws {
    let built = try await fixture.build().image
    let disk = try await fixture.sandbox.image("one.qcow2", size: "1M")
    let committed = try await commit(disk, from: "web", base: built)
    let store = fixture.store
    #expect(store.versions("tiny", .x86_64).map(\.version) == [committed.version, built.version])
    let (image, isNew) = try store.use("tiny", .x86_64, version: String(built.version.prefix(6)))
    #expect(image == built && isNew)
    #expect(try store.lookup("tiny", .x86_64) == built)
    #expect(try store.lookup("tiny", .x86_64, keeping: committed.disk) == committed)
    #expect(try store.use("tiny", .x86_64, version: built.version).isNew == false)
    let error = await diskError { try store.use("tiny", .x86_64, version: "../x") }
    #expect(
      error?.description
        == "image 'tiny' has no version '../x' here: it has \(built.version), \(committed.version)")
    #expect(await diskError { try store.use("none", .x86_64, version: "a") } != nil)
    #expect(await diskError { try store.use("../tiny", .x86_64, version: "a") } != nil)
    let lock = try Durable.lock(store.lockFile("tiny"))
    #expect(await diskError { try store.use("tiny", .x86_64, version: "a") } == .imageBusy(name: "tiny", waited: .zero))
    withExtendedLifetime(lock) {}
  }

  @Test func `a build removes only what the recipe built, and says so`() async throws {
    let first = try await fixture.build().image
    let disk = try await fixture.sandbox.image("one.qcow2", size: "1M")
    let imported = try await bring(disk, replaces: true)
    try fixture.sandbox.write("new", "Images/tiny/motd")
    let lines = Lines()
    let second = try await fixture.build { lines.append($0) }.image
    #expect(
      lines.all == [
        "making", "done",
        "removed version \(first.version), which this recipe built before and no machine stands on",
        "this is the current version now; the one that was imported from \(disk) stays, `vmrun image use "
          + "tiny@\(imported.version)` goes back to it",
      ])
    #expect(fixture.store.versions("tiny", .x86_64).map(\.version) == [second.version, imported.version])
  }

  @Test func `a build takes back what the recipe made before`() async throws {
    let built = try await fixture.build().image
    _ = try await commit(try await fixture.sandbox.image("one.qcow2", size: "1M"), from: "web", base: built)
    let lines = Lines()
    #expect(try await fixture.build { lines.append($0) } == .upToDate(built))
    #expect(lines.all == ["the version \(built.version) is here, and is the current one again"])
    #expect(try fixture.store.lookup("tiny", .x86_64) == built)
  }

  @Test func `a pull of what is here and not current says that it is current again`() async throws {
    let (one, two) = (
      try await fixture.sandbox.image("one.qcow2", size: "1M"), try await fixture.sandbox.image("two.qcow2", size: "2M")
    )
    let first = try await bring(one)
    _ = try await bring(two, replaces: true)
    var request = PullRequest(name: "tiny", arch: .x86_64, source: .file(one), digest: first.digest)
    request.replaces = true
    for said in [["the version \(first.version) is here, and is the current one again"], []] {
      let lines = Lines()
      let outcome = try await fixture.store.pull(request) { if case .step(let line) = $0 { lines.append(line) } }
      #expect(outcome == .upToDate(first))
      #expect(lines.all == said)
    }
    #expect(try fixture.store.lookup("tiny", .x86_64) == first)
  }
}
