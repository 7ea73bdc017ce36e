import Testing
import VMProfile

@Suite struct ProfileLockTextTests {
  private func lock() throws -> ProfileLock {
    let names = ["web", "no", "1.0", "a-b"]
    var lock = ProfileLock()
    for name in names {
      lock.entries[try VMName(parsing: name)] = .init(
        image: name == "no" ? "./it's \"x\": y\n" : "tiny", arch: .x86_64, content: "recipe:0123456789ab", qemu: "7.2")
    }
    // One that starts from a CD.
    lock.entries[try VMName(parsing: "installer")] = .init(image: nil, arch: .aarch64, content: nil, qemu: "8.0")
    return lock
  }

  @Test func `a lock reads as it was written, in one order`() throws {
    let lock = try lock()
    #expect(try ProfileLock(yaml: lock.yaml, file: "vmrun.lock") == lock)
    #expect(
      lock.yaml.hasPrefix(
        """
        # Written by `vmrun profile lock`, to be shared: `vmrun start` holds to it.
        version: 1
        profiles:
          "1.0":
            image: "tiny"
            arch: x86_64
            content: "recipe:0123456789ab"
            qemu: "7.2"
          "a-b":

        """))
    #expect(lock.yaml.contains("  \"installer\":\n    arch: aarch64\n    qemu: \"8.0\"\n"))
    #expect(try ProfileLock(yaml: ProfileLock().yaml, file: "vmrun.lock") == ProfileLock())
  }

  @Test func `further files are read as they were written, and older locks have none`() throws {
    let web = try VMName(parsing: "web")
    var lock = ProfileLock()
    lock.entries[web] = .init(
      image: nil, arch: .x86_64, content: nil, files: ["cdrom": "sha256:1", "disks.a-b": "sample:2:3"], qemu: "7.2")
    #expect(
      lock.yaml.hasSuffix(
        "    files:\n      \"cdrom\": \"sha256:1\"\n      \"disks.a-b\": \"sample:2:3\"\n    qemu: \"7.2\"\n"))
    #expect(try ProfileLock(yaml: lock.yaml, file: "vmrun.lock") == lock)
    let old = try ProfileLock(
      yaml: "version: 1\nprofiles: {web: {image: ./x.img, arch: x86_64, content: \"size:5\", qemu: \"7.2\"}}",
      file: "vmrun.lock")
    #expect(old.entries[web]?.files == [:] && old.entries[web]?.content == "size:5")
  }

  @Test(arguments: [
    ("", "vmrun.lock:1:1: the lock is empty: write it anew with `vmrun profile lock`"),
    ("[]", "vmrun.lock:1:1: the lock is not a mapping: write the lock anew with `vmrun profile lock`"),
    ("profiles: {}", "vmrun.lock:1:1: the version of the lock is not 1: was it written by a newer vmrun?"),
    ("version: 1", "vmrun.lock:1:1: 'profiles' is missing: write the lock anew with `vmrun profile lock`"),
    ("version: 1\nprofiles: {../x: {}}", "vmrun.lock:2:18: '../x' is not the name of a profile"),
    (
      "version: 1\nprofiles: {a: {image: tiny}}",
      "vmrun.lock:2:15: 'arch' is missing or no text: write the lock anew with `vmrun profile lock`"
    ),
    (
      "version: 1\nprofiles: {a: {arch: x86_64, files: {cdrom: [x]}, qemu: 1}}",
      "vmrun.lock:2:45: 'cdrom' is no text: write the lock anew with `vmrun profile lock`"
    ),
    (
      "version: 1\nprofiles: {a: {image: tiny, arch: m68k, content: x, qemu: 1}}",
      "vmrun.lock:2:35: 'arch' is 'm68k': this is no architecture of vmrun's"
    ),
    (
      "version: 1\nprofiles:\n  a: 1\n  a: 2\n",
      "vmrun.lock:4:3: a key of 'profiles' is no text, or written twice: is a merge of git's unfinished?"
    ),
  ])
  func `a lock with mistakes says where`(yaml: String, message: String) {
    do {
      _ = try ProfileLock(yaml: yaml, file: "vmrun.lock")
      Issue.record("taken: \(yaml)")
    } catch {
      #expect(error.description.split(separator: "\n").map(String.init).contains(message), "\(error)")
    }
  }

  @Test func `a merge that git did not finish is no lock`() throws {
    let text = "<<<<<<< HEAD\n\(try lock().yaml)=======\n>>>>>>> other\n"
    #expect(throws: ProfileError.self) { try ProfileLock(yaml: text, file: "vmrun.lock") }
  }
}
