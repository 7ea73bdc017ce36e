internal import GLib
internal import HostTool
internal import Synchronization

/// A program whose work takes as long as a disk is large. It ends with vmrun: else it would go on holding the disk, and
/// nobody would say why a VM cannot start.
enum LongTool {
  static let timeout = Duration.seconds(12 * 3600)
  private static let outputLimit = 1 << 20

  /// - Returns: its exit status, what it wrote, and what it complained about.
  static func run(
    _ tool: String, _ arguments: [String]
  ) async throws(DiskImageError) -> (status: Int32, output: String, said: String) {
    let path: String
    do throws(HostToolError) { path = try HostTool.require(tool) } catch { throw .tool(error) }
    let output = Mutex<[UInt8]>([])
    let result: PipedProgram.Result
    do throws(GLibError) {
      result = try await PipedProgram([path] + arguments).run(timeout: timeout) { bytes in
        output.withLock {
          $0 += bytes
          return $0.count <= outputLimit
        }
      }
    } catch {
      throw .tool(.cannotStart(tool: tool, reason: error.description))
    }
    let said = HostTool.lastLines(of: result.said)
    switch result.ending {
    case .exited(let status): return (status, output.withLock { String(decoding: $0, as: UTF8.self) }, said)
    case .signaled(let signal): throw .tool(.failed(tool: tool, status: .signaled(signal), message: said))
    case .timedOut: throw .tool(.timedOut(tool: tool, after: timeout, message: said))
    case .cancelled: throw .tool(.cancelled(tool: tool))
    case .refused: throw .tool(.outputTooLarge(tool: tool, limit: outputLimit))
    }
  }

  /// The same for one that has to succeed.
  ///
  /// - Parameter path: the file that a failure is about.
  static func runChecked(_ tool: String, _ arguments: [String], about path: String) async throws(DiskImageError) {
    let (status, _, said) = try await run(tool, arguments)
    guard status == 0 else {
      throw QEMUImage.explain(.failed(tool: tool, status: .exited(status), message: said), about: path)
    }
  }
}
