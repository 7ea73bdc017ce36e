internal import Glibc
internal import Synchronization

/// A program whose output is taken as it comes, in large pieces.
///
/// It ends with this process, however that ends: nothing goes on writing that nobody reads.
package struct PipedProgram: Sendable {
  package enum Ending: Sendable, Equatable {
    /// Its exit status.
    case exited(Int32)
    /// The signal that ended it.
    case signaled(Int32)
    case timedOut
    case cancelled
    /// Whoever takes its output wanted no more.
    case refused
  }

  package struct Result: Sendable {
    package var ending: Ending
    /// The end of what it wrote to its standard error.
    package var said: String
  }

  /// The program's path and its arguments.
  package var arguments: [String]
  /// The program's input; nil: `/dev/null`.
  package var standardInput: Int32?
  /// Gets the lines that the program writes to its descriptor 3; nil: it has none.
  package var onReport: (@Sendable (String) -> Void)?

  package init(_ arguments: [String]) { self.arguments = arguments }

  /// Runs the program to its end.
  ///
  /// - Parameter output: gets each piece, on a thread of its own; false ends the program.
  /// - Throws: `GLibError` when it cannot be started.
  package func run(
    timeout: Duration, output: @escaping @Sendable (UnsafeRawBufferPointer) -> Bool
  ) async throws(GLibError) -> Result {
    let isCancelled = Flag()
    let outcome = await withTaskCancellationHandler {
      await OwnThread.run { supervise(ContinuousClock.now + timeout, isCancelled, output) }
    } onCancel: {
      isCancelled.value.store(true, ordering: .relaxed)
    }
    return try outcome.get()
  }

  private func supervise(
    _ deadline: ContinuousClock.Instant, _ isCancelled: Flag, _ output: (UnsafeRawBufferPointer) -> Bool
  ) -> Swift.Result<Result, GLibError> {
    let pid: Int32
    var pipes: [ReadingPipe] = []
    do throws(GLibError) {
      (pid, pipes) = try start()
    } catch {
      return .failure(error)
    }
    var tail: [UInt8] = []
    var lines = ReportLines()
    var ending: Ending?
    while pipes.contains(where: \.isOpen), ending == nil {
      if isCancelled.value.load(ordering: .relaxed) { ending = .cancelled }
      if ContinuousClock.now >= deadline { ending = .timedOut }
      ReadingPipe.wait(for: pipes, milliseconds: 100)
      for index in pipes.indices where ending == nil {
        pipes[index].read { bytes in
          switch index {
          case 0: if !output(bytes) { ending = .refused }
          case 1: tail = (tail + bytes).suffix(16 << 10)
          default: lines.append(bytes) { onReport?($0) }
          }
        }
      }
    }
    let status = Self.reap(pid, mustKill: ending != nil, deadline)
    return .success(Result(ending: ending ?? Self.ending(status), said: String(decoding: tail, as: UTF8.self)))
  }

  private func start() throws(GLibError) -> (Int32, [ReadingPipe]) {
    var ends = [try ReadingPipe.make(capacity: 1 << 20), try ReadingPipe.make()]
    if onReport != nil { ends.append(try ReadingPipe.make()) }
    var child = ChildProcess(arguments: arguments)
    child.standardInput = standardInput
    child.standardOutput = ends[0].writer.number
    child.standardError = ends[1].writer.number
    if ends.count > 2 { child.descriptors = [(ends[2].writer.number, 3)] }
    child.newSession = true
    child.keepsChild = true
    child.diesWithThread = true
    return (try child.start(), ends.map(\.reader))
  }

  /// Nil when it ran into its deadline.
  private static func reap(_ pid: Int32, mustKill: Bool, _ deadline: ContinuousClock.Instant) -> Int32? {
    var status: Int32 = 0
    if !mustKill {
      // It has closed its outputs: almost always it has ended already.
      while ContinuousClock.now < deadline {
        if waitpid(pid, &status, WNOHANG) != 0 { return status }
        usleep(1000)
      }
    }
    kill(-pid, SIGKILL)
    kill(pid, SIGKILL)
    waitpid(pid, &status, 0)
    return nil
  }

  private static func ending(_ status: Int32?) -> Ending {
    guard let status else { return .timedOut }
    return status & 0x7F == 0 ? .exited(status >> 8 & 0xFF) : .signaled(status & 0x7F)
  }

  private final class Flag: Sendable {
    let value = Atomic(false)
  }
}
