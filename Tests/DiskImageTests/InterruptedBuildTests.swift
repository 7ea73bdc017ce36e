import GLib
import Glibc
import HostTool
import Testing
import VMProfile

@testable import DiskImage

@Suite(.timeLimit(.minutes(1)))
struct InterruptedBuildTests {
  let fixture: StoreFixture

  init() throws { fixture = try StoreFixture() }

  private var top: [String] { Folder.names(in: "\(fixture.store.root)/tiny") }

  @Test func `a script that dies half-way leaves the old image, and its last words are shown`() async throws {
    let old = try await fixture.build().image
    try fixture.script("echo 'out of luck' >&2; exit 3")
    let error = await diskError { try await fixture.build() }
    #expect(
      error?.description.hasPrefix(
        "image 'tiny' could not be built: its script failed with exit status 3; the log is "
          + "\(fixture.store.root)/tiny/build.log, its end:\n") == true)
    #expect(error?.description.hasSuffix("out of luck") == true)
    #expect(try fixture.store.lookup("tiny", .x86_64) == old)
    #expect(top == ["build.lock", "build.log", "x86_64"])
  }

  @Test func `what the host lacks is one clear line`() async throws {
    try fixture.script("echo 'this host has no mke2fs: install the Debian package e2fsprogs' >&2; exit 69")
    let error = await diskError { try await fixture.build() }
    #expect(
      error?.description == "image 'tiny' cannot be built on this host: this host has no mke2fs: install the Debian "
        + "package e2fsprogs")
    #expect(error?.isHostLacking == true)
  }

  @Test func `a full disk is said`() async throws {
    try fixture.script("echo 'cp: error writing x: No space left on device' >&2; exit 1")
    let error = await diskError { try await fixture.build() }
    #expect(error?.description.hasPrefix("no space left in \(fixture.store.root)") == true)
  }

  @Test func `a script that hangs is ended`() async throws {
    try fixture.script("sleep 60")
    let error = await diskError { try await fixture.build(limits: BuildLimits(script: .milliseconds(500))) }
    #expect(error?.description.contains("it was not done after 0 s and was ended") == true)
    #expect(top == ["build.lock", "build.log", "x86_64"])
  }

  @Test func `cancelling ends the script with all it started, and the next build works`() async throws {
    let fixture = fixture
    let old = try await fixture.build().image
    try fixture.script("sleep 60 & echo $! >\"$VMRUN_CACHE/child\"; wait")
    let task = Task { await diskError { try await fixture.build() } }
    try await fixture.waitForScript()
    let script = try #require(ProcessRecord(file: "\(fixture.store.root)/tiny/build.pid"))
    var child: Int32?
    while child == nil {
      child = DurableFile.text(fixture.sandbox("cache/child")).flatMap { Int32($0.dropLast()) }
      try await Task.sleep(for: .milliseconds(5))
    }
    task.cancel()
    let error = await task.value
    #expect(error?.description == "'build' was ended because vmrun was interrupted")
    #expect(ProcessRecord(process: script.identity.pid) != script)
    #expect(try await isGone(child ?? 0))
    #expect(top == ["build.lock", "build.log", "x86_64"])
    #expect(try fixture.store.lookup("tiny", .x86_64) == old)
    try fixture.script("")
    #expect(try await fixture.build().image.version == old.version)
  }

  @Test func `after SIGKILL in the middle of a build the old image is there and the next build works`() async throws {
    let old = try await fixture.build().image
    try fixture.script("sleep 60")
    let path = fixture.sandbox.path
    await #expect(processExitsWith: .signal(SIGKILL)) { [path = path as String] in
      let fixture = StoreFixture(borrowing: Sandbox(borrowing: path))
      let task = Task { try await fixture.build() }
      try await fixture.waitForScript()
      kill(getpid(), SIGKILL)
      _ = try await task.value
    }
    #expect(try fixture.store.lookup("tiny", .x86_64) == old)
    let script = try #require(ProcessRecord(file: "\(fixture.store.root)/tiny/build.pid"))
    #expect(ProcessRecord(process: script.identity.pid) == script)
    #expect(top.count == 5)
    try fixture.script("", json: Self.otherJSON)
    let new = try await fixture.build().image
    #expect(new.description == "Other")
    #expect(try await isGone(script.identity.pid))
    #expect(top == ["build.lock", "build.log", "x86_64"])
  }

  private static let otherJSON = #"{"name": "tiny", "arch": "x86_64", "description": "Other", "disk": "disk.qcow2"}"#

  @Test func `a killed build's folder is removed, and its script ended, by the next`() async throws {
    // What SIGKILL leaves: a staging folder, a script at work in it, its record, and a lock that nobody holds.
    let staging = try fixture.sandbox.folder("store/tiny/.staging-1-abc/.work/deep")
    try fixture.sandbox.write("half", "store/tiny/.staging-1-abc/.work/deep/file", mode: 0o400)
    chmod(staging, 0o500)
    let orphan = try await startOrphan()
    try #require(ProcessRecord(process: orphan)).write(to: "\(fixture.store.root)/tiny/build.pid")
    let outcome = try await fixture.build()
    #expect(outcome == .built(outcome.image))
    #expect(try await isGone(orphan))
    #expect(top == ["build.lock", "build.log", "x86_64"])
  }

  @Test func `a process that only has the number of a killed build's script is left alone`() async throws {
    let other = try await startOrphan()
    defer { kill(other, SIGKILL) }
    let record = try #require(ProcessRecord(process: other))
    try fixture.sandbox.write("\(other) \(record.identity.startTime)1 \(record.boot)", "store/tiny/build.pid")
    _ = try await fixture.build()
    #expect(ProcessRecord(process: other) == record)
  }

  @Test func `a version that is in place but not current does no harm`() async throws {
    // Killed between the rename and the flip.
    let image = try await fixture.build().image
    unlink("\(fixture.folder)/current")
    #expect(try fixture.store.lookup("tiny", .x86_64) == nil)
    let again = try await fixture.build().image
    // It was whole before it got its name.
    #expect(again == image)
    #expect(Folder.names(in: fixture.folder) == [again.version, "current"])
  }

  @Test func `readers see the old image or the new one while it is replaced`() async throws {
    let fixture = fixture
    _ = try await fixture.build()
    let reader = Task { () -> Int in
      var failures = 0
      while !Task.isCancelled {
        if let found = try? fixture.store.lookup("tiny", .x86_64), found.kernel != nil {} else { failures += 1 }
        await Task.yield()
      }
      return failures
    }
    // The old versions stay, as they do when disks lie on them.
    for number in 1...5 {
      try fixture.sandbox.write("\(number)", "Images/tiny/motd")
      let versions = Folder.names(in: fixture.folder).map { "\(fixture.folder)/\($0)/disk.qcow2" }
      _ = try await fixture.build(inUse: Set(versions))
    }
    reader.cancel()
    #expect(await reader.value == 0)
  }

  @Test(arguments: [
    ("rm \"$1/disk.qcow2\"", StoreFixture.json, "disk.qcow2 is missing"),
    ("", "{}", "image.json is about another image"),
    ("", "nonsense", "image.json is not a JSON object"),
    ("", #"{"name": "tiny", "arch": "aarch64"}"#, "image.json is about another architecture"),
    (
      "", #"{"name": "tiny", "arch": "x86_64", "disk": "disk.qcow2", "cloud_init": "some"}"#,
      "'cloud_init' in image.json is neither full, none nor a list of keys"
    ),
    (
      "", #"{"name": "tiny", "arch": "x86_64", "disk": "disk.qcow2", "cloud_init": ["a b"]}"#,
      "'cloud_init' in image.json is neither full, none nor a list of keys"
    ),
    ("", #"{"name": "tiny", "arch": "x86_64", "disk": "../x"}"#, "'disk' in image.json names a file elsewhere: ../x"),
    (
      "", #"{"name": "tiny", "arch": "x86_64", "disk": "vmlinuz", "format": "qcow2"}"#,
      "its disk is raw, not qcow2 as image.json says"
    ),
    ("ln -s /etc/passwd \"$1/link\"", StoreFixture.json, "its script left link, which is not a file"),
    (
      "qemu-img create -q -f qcow2 \"$VMRUN_CACHE/b\" 1M; qemu-img create -q -f qcow2 -b \"$VMRUN_CACHE/b\" -F qcow2 "
        + "\"$1/disk.qcow2\"",
      StoreFixture.json, "its disk depends on another file"
    ),
  ])
  func `a script that made no whole image is found out`(middle: String, json: String, reason: String) async throws {
    try fixture.script(middle, json: json)
    let error = await diskError { try await fixture.build() }
    #expect(error?.description.contains(reason) == true, "\(String(describing: error))")
    #expect(try fixture.store.lookup("tiny", .x86_64) == nil)
    #expect(top == ["build.lock", "build.log", "x86_64"])
  }

  /// A program in a session of its own that nobody waits for.
  private func startOrphan() async throws -> Int32 {
    let output = try await HostTool.run("sh", ["-c", "setsid sleep 60 >/dev/null 2>&1 & echo $!"]).standardOutput
    let process = try #require(Int32(output.dropLast()))
    // The new session begins a moment after the shell's answer.
    while getpgid(process) != process { try await Task.sleep(for: .milliseconds(2)) }
    return process
  }

  private func isGone(_ process: Int32) async throws -> Bool {
    for _ in 0..<100 {
      guard let stat = DurableFile.text("/proc/\(process)/stat"), !stat.contains(") Z ") else { return true }
      try await Task.sleep(for: .milliseconds(20))
    }
    return false
  }
}
