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

  @Test func `A path into another tree is written whole`() {
    #expect(ImportedPath(from: "/srv/vm", to: "/home/ann").moved("disk.img") == "/srv/vm/disk.img")
  }
}
