internal import DiskImage
internal import Glibc
internal import Synchronization

/// Shows how a pull goes on: a bar on a terminal, one line elsewhere.
enum PullReport {
  static func run(
    _ name: String, _ body: (@escaping @Sendable (PullProgress) -> Void) async throws -> PullOutcome
  ) async throws {
    let bar = Terminal.errorIsTerminal && Terminal.takesProgress ? Mutex(TransferBar(name: name)) : nil
    let outcome: PullOutcome
    do {
      outcome = try await body { progress in
        switch progress {
        case .step(let text):
          clear(bar != nil)
          Terminal.message("\(name): \(text)")
        case .bytes(let done, let total):
          if let line = bar?.withLock({ $0.line(done: done, total: total, width: Terminal.width) }) {
            Terminal.raw("\r\u{1B}[K\(line)")
          }
        }
      }
    } catch {
      clear(bar != nil)
      throw error
    }
    clear(bar != nil)
    switch outcome {
    case .pulled(let image): Terminal.message("\(name): ready, \(image.disk)")
    case .upToDate(let image): Terminal.message("\(name): up to date, \(image.disk)")
    }
  }

  private static func clear(_ hasBar: Bool) { if hasBar { Terminal.raw("\r\u{1B}[K") } }
}
