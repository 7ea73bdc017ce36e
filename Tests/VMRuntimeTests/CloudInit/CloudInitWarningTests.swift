import GLib
import QEMU
import Testing
import VMProfile

@testable import VMRuntime

@Suite("What an image ignores of cloud_init")
struct CloudInitWarningTests {
  private let folder = FolderOfTest()
  private let own = GuestImage(user: "root", cloudInit: .keys(["runcmd", "write_files.source"]))

  private func warnings(_ yaml: String, _ guest: GuestImage) throws -> [String] {
    let profile = try Profile(yaml: yaml, name: VMName(parsing: "web"), file: "web.yml")
    return ProfileFile(profile, path: "\(folder.path)/web.yml").cloudInitWarnings(guest)
  }

  @Test func `the keys are named with their places, and as whom ssh logs in`() throws {
    let yaml = "image: tiny\ncloud_init: {user: ops, packages: [a], runcmd: [id]}\n"
    #expect(
      try warnings(yaml, own) == [
        "the image 'tiny' is no full cloud-init, and ignores 'user' (web.yml:2:20) and 'packages' (web.yml:2:36): it "
          + "takes runcmd and write_files.source of 'cloud_init'; `vmrun ssh` logs in as root"
      ])
    #expect(try warnings(yaml, GuestImage(cloudInit: .full)).isEmpty)
    #expect(try warnings(yaml, GuestImage()).isEmpty)
    #expect(try warnings("image: tiny\ncloud_init: {runcmd: [id]}\n", own).isEmpty)
  }

  @Test func `an image without cloud-init ignores all of it, and one without users has nobody else to log in`() throws {
    #expect(
      try warnings("image: x\ncloud_init: {runcmd: [id]}\n", GuestImage(cloudInit: .missing)) == [
        "the image 'x' has no cloud-init: nothing of 'cloud_init' (web.yml:2:13) has an effect, nor has vmrun's ssh key"
      ])
    #expect(
      try warnings("image: x\nssh: {user: ops}\n", own) == [
        "the image 'x' makes no users: `vmrun ssh` logs in as 'ops' (web.yml:2:13), whom it has not; it has 'root'"
      ])
    #expect(try warnings("image: x\nssh: {user: root}\n", own).isEmpty)
  }

  @Test func `a file that is no text comes in an encoding`() throws {
    try folder.write("text", "text")
    try folder.write("\u{0}", "zero")
    let bytes = "image: x\ncloud_init: {write_files: [{path: /a, source: ./text}, {path: /b, source: ./NAME}]}\n"
    #expect(try warnings(bytes.replacing("NAME", with: "zero"), own).isEmpty)
    try DurableFile.replace([0xff, 0xfe], to: folder.path + "/bytes")
    let found = try warnings(bytes.replacing("NAME", with: "bytes"), own)
    #expect(found.count == 1 && found[0].contains("ignores './bytes', which is no text (web.yml:2:75)"), "\(found)")
  }
}
