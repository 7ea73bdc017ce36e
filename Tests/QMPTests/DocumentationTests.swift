import Foundation
import JSON
import QMP
import QMPTestSupport
import Testing

@Suite("The documentation", .timeLimit(.minutes(1)))
struct DocumentationTests {
  private func example(_ path: String) async throws {
    // example
    let connection = try await QMPConnection.connect(to: path)
    let events = connection.events()
    try await connection.stop()
    print(try await connection.queryStatus().rawValue)
    let answer = try await connection.execute("query-version")
    print(answer["qemu"]?["major"]?.intValue ?? 0)
    try await connection.resume()
    for await event in events where event.name == "RESUME" { break }
    await connection.close()
    // end
  }

  @Test func `the example on the landing page is this code, and it works`() async throws {
    let source = try String(contentsOfFile: #filePath, encoding: .utf8)
    let code = source.components(separatedBy: "    // example\n")[1].components(separatedBy: "    // end")[0]
    let lines = code.split(separator: "\n").map { $0.dropFirst(4) }.joined(separator: "\n")
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appending(path: "../..")
    let page = try String(contentsOf: root.appending(path: "Sources/QMP/QMP.docc/QMP.md"), encoding: .utf8)
    #expect(page.contains("```swift\n\(lines)\n```"))

    var script = PeerScript()
    script.on("stop", [.answer()])
    script.on("cont", [.event("RESUME"), .answer()])
    script.on("query-status", [.answer(["status": "paused"])])
    script.on("query-version", [.answer(["qemu": ["major": 7]])])
    let peer = try await ScriptedPeer(script)
    try await example(peer.path)
    #expect(await peer.commands.map(\.name).last == "cont")
    await peer.close()
  }
}
