import GLib
import Testing

@Suite("The documentation")
struct DocumentationTests {
  private static let root = String(#filePath.dropLast("/Tests/VMRuntimeTests/DocumentationTests.swift".count))

  /// EmbeddingExample.swift is compiled with these tests; what the documentation shows must be that text.
  @Test(arguments: ["Sources/VMRuntime/VMRuntime.docc/VMRuntime.md", "README.md"])
  func `shows the example that is compiled here`(file: String) throws {
    let page = try #require(DurableFile.text("\(Self.root)/\(file)"))
    let example = try #require(DurableFile.text("\(Self.root)/Tests/VMRuntimeTests/EmbeddingExample.swift"))
    #expect(page.contains("```swift\n\(example)```"))
  }
}
