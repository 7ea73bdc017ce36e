internal import GLib
internal import Glibc
internal import HostTool
internal import Synchronization
internal import VMProfile

/// Turns a packed file into a disk.
struct Unpacking: Sendable {
  let image: String
  let source: String
  let target: String
  let compression: Compression
  let limits: PullLimits

  /// - Returns: the digest of what came out.
  func run() async throws(DiskImageError) -> ImageDigest {
    let program: String
    do throws(HostToolError) { program = try HostTool.require(compression.command[0]) } catch { throw .tool(error) }
    let input = OpenDescriptor(open(source, O_RDONLY | O_CLOEXEC | O_NOFOLLOW))
    guard input.number >= 0 else { throw .file(GLibError.systemCall("read", source).description) }
    let output = try SparseFile(target)
    var unpacker = PipedProgram([program] + compression.command.dropFirst())
    unpacker.standardInput = input.number
    let result: PipedProgram.Result
    do throws(GLibError) {
      result = try await unpacker.run(timeout: limits.unpacking) { output.append($0, limit: limits.disk) }
    } catch {
      throw .tool(.cannotStart(tool: program, reason: error.description))
    }
    withExtendedLifetime(input) {}
    if let failure = output.failure { throw failure }
    switch result.ending {
    case .exited(0): return try output.finish()
    case .cancelled: throw .tool(.cancelled(tool: compression.rawValue))
    case .refused: throw failed("what it unpacks to has more than \(ByteSize(bytes: limits.disk))")
    case .timedOut: throw failed("it was not unpacked within \(limits.unpacking.components.seconds) s")
    case .exited, .signaled:
      let said = result.said.split(separator: "\n").last.map { ": \($0)" } ?? ""
      throw failed("it cannot be unpacked\(said)")
    }
  }

  private func failed(_ reason: String) -> DiskImageError {
    .pullFailed(name: image, source: source, reason: reason)
  }
}
