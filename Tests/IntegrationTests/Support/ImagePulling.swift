import Foundation
import Testing

/// Tests that pull images from a server of their own.
protocol ImagePulling {}

extension ImagePulling {
  func pull(
    _ box: Sandbox, _ url: String, _ digest: String, name: String = "own", env: [String: String?] = [:]
  ) async throws -> CommandResult {
    try await box.vmrun("image", "pull", url, "--name", name, "--digest", digest, "--replace", env: env)
  }

  /// What of an image is in the store: nothing may be left of a pull that failed but what the next one goes on with.
  func stored(_ box: Sandbox, _ name: String = "own") async throws -> [String] {
    let list = try await box.shell("cd \(box.images)/\(name) 2>/dev/null && find . -type f ! -name build.lock | sort")
    return list.output.split(separator: "\n").map(String.init)
  }

  func serving(_ body: (Sandbox, ImageServer) async throws -> Void) async throws {
    try await Sandbox.with(sharesImages: false) { box in
      try await ImageServer.with(box) { server in try await body(box, server) }
    }
  }
}
