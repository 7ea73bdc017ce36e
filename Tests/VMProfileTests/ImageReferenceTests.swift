import Testing
import VMProfile

@Suite struct ImageReferenceTests {
  @Test(
    arguments: [
      ("tiny", .named("tiny")), ("disk.qcow2", .named("disk.qcow2")), ("./disk.qcow2", .path("./disk.qcow2")),
      ("/srv/a b.img", .path("/srv/a b.img")), ("a/b", .path("a/b")),
    ] as [(String, ImageReference)])
  func `a slash makes a path`(text: String, reference: ImageReference) throws {
    #expect(try ImageReference(parsing: text) == reference)
  }

  @Test(arguments: [
    ("ubuntu:24.04", "expected the name of an image such as tiny, or a path with a '/' such as ./disk.qcow2"),
    ("", "expected the name of an image such as tiny, or a path with a '/' such as ./disk.qcow2"),
    ("..", "expected the name of an image such as tiny, or a path with a '/' such as ./disk.qcow2"),
    ("images/", "this is a folder: expected the path of a disk image"),
    ("a/b\u{0}", "a path has no control characters"),
    ("https://example.org/a.qcow2", "this is a URL: add the image to the store first, then write its name"),
  ])
  func `what is neither a name nor a path is refused`(text: String, reason: String) {
    #expect(ProfileFixture.reason(text, as: ImageReference.self) == reason)
  }
}
