internal import GLib
internal import Glibc
internal import HostTool
internal import VMProfile

/// Brings a file of this host in, as a download brings one of another.
struct FileCopy: Sendable {
  let image: String
  let source: String
  let file: IncomingFile
  let limits: PullLimits
  let progress: @Sendable (PullProgress) -> Void

  /// Whether there is a file to copy, before anything is made for it.
  static func check(_ path: String, image: String, _ limits: PullLimits) throws(DiskImageError) {
    guard let status = FileStatus(path) else {
      throw errno == ENOENT || errno == ENOTDIR
        ? .file("there is no file \(path)") : .file(GLibError.systemCall("read", path).description)
    }
    guard status.kind == .file else {
      throw .unreadableImage(path: path, reason: status.kind == .folder ? "it is a folder" : "it is not a regular file")
    }
    guard access(path, R_OK) == 0 else { throw .file(GLibError.systemCall("read", path).description) }
    guard status.size <= limits.size else {
      throw .pullFailed(name: image, source: path, reason: tooLarge(status.size, limits))
    }
  }

  private static func tooLarge(_ size: UInt64, _ limits: PullLimits) -> String {
    "it has \(ByteSize(bytes: size).shown), and vmrun takes at most \(ByteSize(bytes: limits.size))"
  }

  func run() async throws(DiskImageError) {
    try file.restart()
    let isCancelled = Cancellation()
    let outcome = await withTaskCancellationHandler {
      await OwnThread.run { copy(isCancelled) }
    } onCancel: {
      isCancelled.set()
    }
    try outcome.get()
  }

  private func copy(_ isCancelled: Cancellation) -> Result<Void, DiskImageError> {
    let descriptor = open(source, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { return .failure(.file(GLibError.systemCall("read", source).description)) }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      return .failure(.unreadableImage(path: source, reason: "it is not a regular file"))
    }
    let total = UInt64(max(0, status.st_size))
    guard total <= limits.size else {
      return .failure(
        .pullFailed(name: image, source: source, reason: Self.tooLarge(total, limits))
      )
    }
    var buffer = [UInt8](repeating: 0, count: 1 << 20)
    var last = ContinuousClock.now
    while !isCancelled.isSet {
      let count = read(descriptor, &buffer, buffer.count)
      if count == 0 { return .success(()) }
      guard count > 0 else { return .failure(.file(GLibError.systemCall("read", source).description)) }
      guard file.size < limits.size else {
        return .failure(.pullFailed(name: image, source: source, reason: "it grows while it is read"))
      }
      guard buffer.withUnsafeBytes({ file.append(UnsafeRawBufferPointer(rebasing: $0[..<count])) }) else {
        return .failure(file.failure ?? .file("cannot write \(file.path)"))
      }
      if ContinuousClock.now - last >= .milliseconds(100) {
        last = ContinuousClock.now
        progress(.bytes(file.size, total: total))
      }
    }
    return .failure(.tool(.cancelled(tool: "copy")))
  }
}
