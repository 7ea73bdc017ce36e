import Testing
import VMProfile

@Suite struct GitURLTests {
  @Test(arguments: [
    ("git@host:team/vms.git", "team"), ("host:vms.git", "vms"), ("ssh://git@host:22/team/vms", "team"),
    ("https://host/vms.git", "vms"), ("https://host/group/team/vms.git/", "team"), ("https://host/~x/vms", "vms"),
    ("/srv/git/team/vms.git", "vms"), ("file:///srv/git/vms.git", "vms"), ("./vms", "vms"), ("vms", "vms"),
    ("https://[::1]/team/vms", "team"),
  ])
  func `a source is named after whose it is, else after the repository`(text: String, name: String) throws {
    #expect(try GitURL(parsing: text).defaultName?.description == name)
  }

  @Test(arguments: [
    "", "-x", "--upload-pack=touch x", "ext::sh -c id", "fd::3", "transport::x/y", "a.b-c::x", "x\ny",
    "-oProxyCommand=id:vms", "git@-oProxyCommand=id:vms", "ssh://-oProxyCommand=id/vms", "ssh://-x@host/vms",
    "host:-vms", "host:", "http://host/vms", "git://host/vms", "ftp://host/vms", "ext://host/vms", "https://host",
    "file://host/vms", "https://me:secret@host/vms",
  ])
  func `a transport that runs programs, an option, a password and what is not encrypted are refused`(text: String) {
    #expect(GitURL(text) == nil)
  }

  @Test func `the words for what is refused say what to write`() {
    #expect(
      ProfileFixture.reason("ext::sh -c id", as: GitURL.self)
        == "a transport of git's that runs programs is not taken: expected git@host:team/vms.git, ssh://host/path, "
        + "https://host/path, or a path of this host")
    #expect(
      ProfileFixture.reason("http://host/vms", as: GitURL.self)
        == "anyone on the way could change what comes: write https:// or ssh://")
    #expect(ProfileFixture.reason("https://me:x@host/vms", as: GitURL.self)?.hasPrefix("it holds a password") == true)
  }

  @Test(arguments: ["main", "v1.0", "feature/x", "0123abc", "a@b"])
  func `a branch, a tag or a commit is a reference`(text: String) { #expect(GitReference(text) != nil) }

  @Test(arguments: [
    "", "-x", "@", "a b", "a..b", "a~1", "a^", "a:b", "a?", "a*", "a[", "a\\b", "a@{1}", "/a", "a/", "a//b", ".a",
    "a.lock",
    "a\n", "a.",
  ])
  func `what git allows in no name of a reference is refused`(text: String) { #expect(GitReference(text) == nil) }

  @Test func `a folder stays in its repository`() {
    #expect(SourceFolder("Profiles/lab/")?.description == "Profiles/lab")
    #expect(SourceFolder("./")?.path(in: "/r") == "/r")
    #expect(SourceFolder("./vm")?.path(in: "/r") == "/r/vm")
    for text in ["", "/etc", "..", "a/../../b", "-x", ":x", "a/.git", ".GIT/x", "a\n"] {
      #expect(SourceFolder(text) == nil, "\(text)")
    }
  }
}
