internal import GLib
internal import Glibc
internal import HostTool
internal import Synchronization
internal import VMProfile
internal import Wording

/// Fetches a URL with the curl program into a file, and goes on where a broken transfer ended.
struct Download: Sendable {
  /// For messages.
  let image: String
  let url: String
  let file: IncomingFile
  let limits: PullLimits
  let progress: @Sendable (PullProgress) -> Void

  private enum Ending {
    case whole
    /// Nobody answered: nothing was begun.
    case unreachable(String)
    /// Worth another try.
    case broken(String)
    /// The server cannot begin in the middle.
    case mustStartOver
  }

  /// Returns when curl says that all is there; whether it is the right thing only its digest tells.
  func run() async throws(DiskImageError) {
    var idle = 0
    var hasStartedOver = false
    var pause = limits.pause
    // Said once: the next tries would only say the same.
    var said = ""
    for _ in 0..<limits.tries {
      let before = file.size
      let ending = try await attempt()
      switch ending {
      case .whole: return
      case .mustStartOver:
        guard before > 0, !hasStartedOver else { throw failed("the server can send neither a part nor all of it") }
        hasStartedOver = true
        try file.restart()
      case .unreachable(let reason), .broken(let reason):
        idle = file.size > before ? 0 : idle + 1
        if file.size > before { pause = limits.pause }
        guard idle < limits.idleTries else { throw failed("\(reason), \(idle) times in a row; \(kept)") }
        let step = step(ending, reason)
        if step != said { progress(.step(step)) }
        said = step
      }
      do { try await Task.sleep(for: pause) } catch { throw .tool(.cancelled(tool: "curl")) }
      pause = min(pause * 2, limits.pause * 20)
    }
    throw failed("it broke off \(limits.tries) times; \(kept)")
  }

  /// What the next try begins with.
  private func step(_ ending: Ending, _ reason: String) -> String {
    if case .unreachable = ending { return "\(reason): trying again" }
    guard file.size > 0 else { return "the transfer broke off before anything came (\(reason)): trying again" }
    return "the transfer broke off after \(ByteSize(bytes: file.size).shown) (\(reason)): going on from there"
  }

  private var kept: String {
    file.size == 0
      ? "nothing was fetched"
      : "\(ByteSize(bytes: file.size).shown) are here and kept: the same command goes on with them"
  }

  private func attempt() async throws(DiskImageError) -> Ending {
    let curl: String
    do throws(HostToolError) { curl = try HostTool.require("curl") } catch { throw .tool(error) }
    let start = file.size
    let head = Mutex(ResponseHead())
    let ticks = Mutex(ContinuousClock.now)
    var program = PipedProgram([curl] + arguments(from: start))
    program.onReport = { line in head.withLock { $0.read(line) } }
    let result: PipedProgram.Result
    do throws(GLibError) {
      result = try await program.run(timeout: limits.transfer) { bytes in
        guard file.size + UInt64(bytes.count) <= limits.size, file.append(bytes) else { return false }
        let now = ContinuousClock.now
        let isDue = ticks.withLock { last in
          guard now - last >= .milliseconds(100) else { return false }
          last = now
          return true
        }
        if isDue { progress(.bytes(file.size, total: head.withLock { $0.total(from: start) })) }
        return true
      }
    } catch {
      throw .tool(.cannotStart(tool: curl, reason: error.description))
    }
    if let failure = file.failure { throw failure }
    return try judge(result, head.withLock { $0 })
  }

  /// The schemes are bound twice: a server must not send vmrun to a file of this host, or from a protected connection to
  /// an open one.
  func arguments(from offset: UInt64) -> [String] {
    let schemes = url.lowercased().hasPrefix("https:") ? "=https" : "=http,https"
    var arguments = [
      "-q", "--silent", "--show-error", "--fail", "--location", "--globoff", "--proto", schemes, "--proto-redir",
      schemes,
      "--max-redirs", "10", "--connect-timeout", "30", "--speed-limit", "1", "--speed-time", "30", "--max-filesize",
      "\(limits.size)", "--user-agent", "vmrun", "--dump-header", "/dev/fd/3", "--output", "-",
    ]
    if offset > 0 { arguments += ["--continue-at", "\(offset)"] }
    return arguments + ["--url", url]
  }

  private func judge(_ result: PipedProgram.Result, _ head: ResponseHead) throws(DiskImageError) -> Ending {
    let lines = result.said.split(separator: "\n")
    // Some messages are followed by advice.
    let said = (lines.last { $0.hasPrefix("curl: (") } ?? lines.last).map { String($0).printableLine } ?? ""
    switch result.ending {
    case .exited(0): return .whole
    case .cancelled: throw .tool(.cancelled(tool: "curl"))
    case .timedOut: throw failed("it did not come within \(limits.transfer.components.seconds) s")
    case .refused: throw failed("it has more than \(ByteSize(bytes: limits.size)), the most that vmrun takes")
    case .signaled(let signal): return .broken("curl was ended by signal \(signal)")
    // Numbers of curl(1), EXIT CODES.
    case .exited(1): throw failed("the server sends on to a scheme that is not taken: \(said)")
    case .exited(33), .exited(36): return .mustStartOver
    case .exited(22):
      // Nothing follows what is there: then it is all, or the end of something else.
      if file.size > 0, head.status == 416 { return head.rangeTotal == file.size ? .whole : .mustStartOver }
      guard [408, 429, 500, 502, 503, 504].contains(head.status) else { throw failed(said) }
      return .broken(said)
    case .exited(5), .exited(6), .exited(7): return .unreachable(Self.unreachable(said))
    case .exited(let code):
      guard [16, 18, 28, 35, 52, 55, 56, 92, 95, 96].contains(code) else { throw failed(said) }
      return .broken(said)
    }
  }

  /// curl says `curl: (7) Failed to connect to HOST port PORT after 0 ms: Couldn't connect to server`, and nothing more of
  /// the cause; other words are left as they are.
  static func unreachable(_ said: String) -> String {
    let words = said.split(separator: " ")
    guard let port = words.firstIndex(of: "port"), port > 0, port + 1 < words.count,
      said.contains("ailed to connect to")
    else { return said }
    return
      "could not connect to \(words[port - 1]):\(words[port + 1]): the connection was refused, or no way leads there"
  }

  private func failed(_ reason: String) -> DiskImageError { .pullFailed(name: image, source: url, reason: reason) }
}
