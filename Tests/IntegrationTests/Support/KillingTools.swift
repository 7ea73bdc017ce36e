import Foundation
import Testing

/// Programs in front of `PATH` that kill the vmrun that they work for when it calls the n-th of them: at every step, and
/// each time at the same one.
struct KillingTools: Sendable {
  /// When the killing happens, seen from the program.
  enum Moment: String, CaseIterable, Sendable {
    case before, after
  }

  static let tools = ["ip", "bridge", "nft", "dnsmasq", "nsenter", "unshare", "pasta"]

  let user: NetworkUser
  private var folder: String { user.home + "/bin" }
  /// A line for each call; it belongs to the user.
  private var calls: String { user.home + "/calls" }

  /// Writes the programs.
  init(_ user: NetworkUser) throws {
    self.user = user
    for tool in Self.tools {
      guard let real = TestHost.path(of: tool) else { continue }
      // One that another one of them runs, as nsenter does, takes no part. Servers never end, so they have a moment to
      // begin; what is on record of them is the process that this one becomes.
      try user.write(
        """
        #!/bin/sh
        [ -n "$VMRUN" ] && [ -z "$WITHIN" ] || exec \(real) "$@"
        export WITHIN=1
        echo "\(tool) $*" >>\(calls)
        [ "$(wc -l <\(calls))" -eq "$KILL_AT" ] || exec \(real) "$@"
        [ "$MOMENT" = after ] || { kill -KILL $VMRUN; exec \(real) "$@"; }
        case "\(tool) $*" in *dnsmasq*|unshare*|pasta*) { sleep 0.03; kill -KILL $VMRUN; } & exec \(real) "$@" ;; esac
        \(real) "$@"
        status=$?
        kill -KILL $VMRUN
        exit $status

        """, "bin/\(tool)", mode: 0o755)
    }
  }

  /// Runs vmrun and kills it at its n-th call.
  ///
  /// - Returns: what it came to, and the call at which it was killed; nil: it made fewer.
  func run(_ words: [String], killAt number: Int, _ moment: Moment) async throws -> (CommandResult, String?) {
    try user.write("", "calls")
    let result = try await user.shell(
      "VMRUN=$$ exec \(NetworkUser.program) \(words.joined(separator: " "))",
      env: ["PATH": "\(folder):\(TestHost.searchPath)", "KILL_AT": "\(number)", "MOMENT": moment.rawValue])
    let made = (try? String(contentsOfFile: calls, encoding: .utf8))?.split(separator: "\n") ?? []
    return (result, made.count >= number ? String(made[number - 1].prefix(120)) : nil)
  }
}
