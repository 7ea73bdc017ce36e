import Foundation
import Testing

/// The web server of a test: see image-server.py for what it does.
struct ImageServer {
  let box: Sandbox
  private let process: RunningCommand
  let port: String

  static var program: String { URL(filePath: #filePath).deletingLastPathComponent().path + "/image-server.py" }

  /// Serves the folder `www` of the sandbox.
  static func with(_ box: Sandbox, _ body: (ImageServer) async throws -> Void) async throws {
    try FileManager.default.createDirectory(atPath: "\(box.root)/www", withIntermediateDirectories: true)
    let process = try box.command(
      ["python3", program, "\(box.root)/www", "\(box.root)/port", "\(box.root)/requests"]
    ).start()
    do {
      try await box.wait("the web server") { box.exists("port") }
      try await body(ImageServer(box: box, process: process, port: try #require(box.read("port"))))
    } catch {
      process.send(SIGKILL)
      _ = try? await process.result()
      throw error
    }
    process.send(SIGKILL)
    _ = try? await process.result()
  }

  func url(_ path: String) -> String { "http://127.0.0.1:\(port)/\(path)" }

  /// A qcow2 with a given amount of random data.
  ///
  /// - Returns: its digest, with `sha256:`.
  @discardableResult
  func image(_ name: String, megabytes: Int = 4) async throws -> String {
    let result = try await box.shell(
      """
      set -e
      cd \(box.root)/www
      head -c \(megabytes)M /dev/urandom >raw
      qemu-img convert -f raw -O qcow2 raw \(name)
      rm raw
      sha256sum \(name) | cut -d' ' -f1
      """)
    try #require(result.status == 0, "\(result)")
    return "sha256:" + result.output.trimmingCharacters(in: .whitespacesAndNewlines)
  }

  func digest(_ name: String) async throws -> String {
    let result = try await box.shell("sha256sum \(box.root)/www/\(name) | cut -d' ' -f1")
    return "sha256:" + result.output.trimmingCharacters(in: .whitespacesAndNewlines)
  }

  /// The lines of requests so far: a path and the range that was asked for.
  var requests: [String] { (box.read("requests") ?? "").split(separator: "\n").map(String.init) }
}
