import GLib
import Glibc
import Testing
import VMProfile

@testable import VMRuntime

@Suite("Files of the host that a profile names")
struct HostFilesTests {
  private let folder = FolderOfTest()

  private func resolved(_ yaml: String) throws -> Profile {
    let profile = try Profile(yaml: yaml, name: VMName(parsing: "web"), file: "web.yml")
    return try HostFiles(file: ProfileFile(profile, path: "\(folder.path)/p/web.yml")).resolved(profile)
  }

  private func refusal(_ yaml: String) -> RuntimeError? {
    do {
      _ = try resolved(yaml)
      return nil
    } catch { return error as? RuntimeError }
  }

  @Test func `relative paths start at the profile's folder`() throws {
    for name in ["p/vmlinuz", "iso/a.iso", "p/src/file"] { try folder.write("x", name) }
    let profile = try resolved("kernel: vmlinuz\ncdrom: ../iso/a.iso\nshares: [{path: ./src}]\n")
    #expect(profile.kernel?.description == "\(folder.path)/p/vmlinuz")
    #expect(profile.cdrom?.description == "\(folder.path)/iso/a.iso")
    #expect(profile.shares[0].path.description == "\(folder.path)/p/src")
  }

  @Test func `what is missing, empty or of another kind is named with its place`() throws {
    for name in ["p/empty", "p/src/file"] { try folder.write(name.hasSuffix("empty") ? "" : "x", name) }
    #expect(
      refusal("image: tiny\ncdrom: a.iso\n")
        == RuntimeError(
          .unavailable, "web.yml:2:8: there is no \(folder.path)/p/a.iso: put it there, or correct 'cdrom'"))
    #expect(
      refusal("kernel: empty\n")?.message
        == "web.yml:1:9: cannot use the image \(folder.path)/p/empty: it is empty")
    #expect(
      refusal("image: tiny\nshares: [{path: src/file}]\n")
        == RuntimeError(
          .invalidProfile, "web.yml:2:17: 'path' is 'src/file', which is a file: a share is a folder"))
    #expect(refusal("kernel: ./src\n")?.message.hasSuffix("it is a folder") == true)
  }

  @Test func `a link that leads out of the folder of a path which stays within is refused`() throws {
    for name in ["p/inside", "secret"] { try folder.write("x", name) }
    symlink("../secret", "\(folder.path)/p/link")
    symlink("inside", "\(folder.path)/p/good")
    symlink("/", "\(folder.path)/p/root")
    #expect(try resolved("kernel: ./good\n").kernel?.description == "\(folder.path)/p/inside")
    #expect(
      refusal("kernel: ./link\n")
        == RuntimeError(
          .invalidProfile,
          "web.yml:1:9: 'kernel' is './link', and a link leads from there to \(folder.path)/secret, out of "
            + "\(folder.path)/p: write that path itself"))
    #expect(refusal("image: tiny\ndisks: [{name: a, file: root/etc/shadow, format: raw}]\n")?.kind == .invalidProfile)
    #expect(refusal("image: tiny\nshares: [{path: root/etc}]\n")?.kind == .invalidProfile)
    // Whoever wrote it knew where it leads.
    #expect(try resolved("kernel: ../p/link\n").kernel?.description == "\(folder.path)/secret")
  }
}
