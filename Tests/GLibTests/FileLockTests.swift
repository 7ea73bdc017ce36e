import Glibc
import Testing

@testable import GLib

@Suite("Locks", .timeLimit(.minutes(1)))
struct FileLockTests {
  let scratch: Scratch

  init() throws { scratch = try Scratch() }

  /// The macros of the tests take no value that can't be copied.
  private func isHeld(_ lock: borrowing FileLock?) -> Bool {
    switch lock {
    case .some: true
    case .none: false
    }
  }

  private func attempt() throws -> FileLock? { try FileLock.attempt(scratch / "lock") }

  @Test func `a lock has one holder, and is free when its value ends`() throws {
    do {
      let first = try attempt()
      let got = isHeld(first)
      let second = isHeld(try attempt())
      #expect(got && !second)
      _ = consume first
    }
    let third = isHeld(try attempt())
    #expect(third)
    #expect(scratch.mode("lock") == 0o600)
  }

  @Test func `the wait for a lock ends with the lock, the deadline or the task`() async throws {
    let path = scratch / "lock"
    var holder = try attempt()
    let inTime = isHeld(try await FileLock.acquire(path, timeout: .milliseconds(50)))
    #expect(!inTime)
    let cancelled = Task { isHeld(try await FileLock.acquire(path, timeout: .seconds(50))) }
    cancelled.cancel()
    #expect(try await !cancelled.value)
    let waiting = Task { isHeld(try await FileLock.acquire(path, timeout: .seconds(50))) }
    try await Task.sleep(for: .milliseconds(20))
    let wasHeld = isHeld(holder)
    holder = nil
    #expect(try await waiting.value && wasHeld)
  }

  @Test func `tasks that take turns never overlap`() async throws {
    let path = scratch / "lock"
    let counter = scratch / "count"
    try DurableFile.replace("0".utf8, to: counter)
    try await withThrowingTaskGroup(of: Void.self) { group in
      for _ in 0..<4 {
        group.addTask {
          for _ in 0..<10 {
            let lock = try await FileLock.acquire(path, timeout: .seconds(50))
            let count = Int(DurableFile.text(counter) ?? "") ?? -1000
            try DurableFile.replace("\(count + 1)".utf8, to: counter)
            if !isHeld(lock) { Issue.record("no lock") }
          }
        }
      }
      try await group.waitForAll()
    }
    #expect(DurableFile.text(counter) == "40")
  }

  @Test func `another process holds it, and its death frees it`() async throws {
    let path = scratch / "lock"
    let ready = scratch / "ready"
    var child = ChildProcess(arguments: [
      "/bin/sh", "-c", "exec 9>>'\(path)'; flock 9; : >'\(ready)'; exec sleep 50",
    ])
    child.keepsChild = true
    let pid = try child.start()
    #expect(await eventually { scratch.mode("ready") != nil })
    let taken = isHeld(try attempt())
    #expect(!taken)
    kill(pid, SIGKILL)
    _ = await ChildProcess.waitStatus(of: pid)
    let free = isHeld(try attempt())
    #expect(free)
  }

  @Test func `what shares its descriptor does not keep it: a child that was just forked does`() throws {
    let path = scratch / "lock"
    var copies: [Int32] = []
    do {
      let lock = try FileLock.attempt(path)
      let got = isHeld(lock)
      #expect(got)
      let names = Folder.names(in: "/proc/self/fd").compactMap { Int32($0) }
      copies = names.filter { isSame($0, path) }.map { dup($0) }
      _ = consume lock
    }
    defer { copies.forEach { close($0) } }
    #expect(copies.count == 1)
    let free = isHeld(try FileLock.attempt(path))
    #expect(free)
  }

  private func isSame(_ descriptor: Int32, _ path: String) -> Bool {
    var (open, named) = (stat(), stat())
    return fstat(descriptor, &open) == 0 && lstat(path, &named) == 0 && open.st_ino == named.st_ino
      && open.st_dev == named.st_dev
  }

  @Test func `a link in its place is not followed`() {
    #expect(symlink(scratch / "elsewhere", scratch / "link") == 0)
    #expect(throws: GLibError.self) { _ = isHeld(try FileLock.attempt(scratch / "link")) }
    #expect(scratch.names() == ["link"])
  }
}
