import GLib
import Testing

@Suite("The documentation")
struct DocumentationTests {
  private static let root = String(#filePath.dropLast("/Tests/VMRuntimeTests/DocumentationTests.swift".count))

  /// EmbeddingExample.swift is compiled with these tests; what the documentation shows must be that text.
  @Test func `shows the example that is compiled here`() throws {
    let page = try #require(DurableFile.text("\(Self.root)/Sources/VMRuntime/VMRuntime.docc/VMRuntime.md"))
    let example = try #require(DurableFile.text("\(Self.root)/Tests/VMRuntimeTests/EmbeddingExample.swift"))
    #expect(page.contains("```swift\n\(example)```"))
  }
}
