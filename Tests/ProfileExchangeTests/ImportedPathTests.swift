import ProfileExchange
import Testing

@Suite("Paths of imported machines")
struct ImportedPathTests {
  @Test(arguments: [
    ("disk.qcow2", "../../vm/disk.qcow2"), ("./a/../b", "../../vm/b"), ("/abs/x", "/abs/x"), ("~/x", "~/x"),
    ("$HOME/x", "$HOME/x"), ("../../../../../x", "/x"), ("../team/Profiles/x", "./x"),
  ])
  func `A relative path leads to the same file from the profile's folder`(_ path: String, _ moved: String) {
    #expect(ImportedPath(from: "/home/ann/vm", to: "/home/ann/team/Profiles").moved(path) == moved)
  }

  @Test(arguments: [
    ("/srv/vm/../disks/./a.qcow2", "/srv/disks/a.qcow2"), ("/../a", "/a"), ("/srv/link/../a", "/srv/link/../a"),
    ("/srv/link/../../b/../c", "/srv/link/../../c"), ("/srv/link/x/../a", "/srv/link/a"), ("/a..b/c", "/a..b/c"),
  ])
  func `Dots are taken out of a path where no link is in the way`(_ path: String, _ moved: String) {
    let paths = ImportedPath(from: "/home/ann", to: "/home/ann") { $0 == "/srv/link" }
    #expect(paths.moved(path) == moved)
  }

  @Test func `A relative path over a link is kept as one`() {
    let paths = ImportedPath(from: "/home/ann", to: "/home/ann/Profiles") { $0 == "/home/ann/vm" }
    #expect(paths.moved("vm/../disks/a") == "../vm/../disks/a")
    #expect(paths.moved("disks/../b") == "../b")
  }

  @Test func `A path into another tree is written whole`() {
    #expect(ImportedPath(from: "/srv/vm", to: "/home/ann").moved("disk.img") == "/srv/vm/disk.img")
  }
}
