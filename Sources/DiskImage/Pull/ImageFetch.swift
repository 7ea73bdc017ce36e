internal import GLib
internal import Glibc

/// Fetches an image's file and checks its digest. The caller holds the image's lock.
struct ImageFetch: Sendable {
  let request: PullRequest
  let partial: String

  /// - Returns: the digest of what is in the partial file then: the one that was asked for, if one was.
  func run(_ progress: @escaping @Sendable (PullProgress) -> Void) async throws(DiskImageError) -> ImageDigest {
    try forgetPlaced()
    if case .url(let url) = request.source { progress(.step("fetching \(url)")) }
    if case .file(let path) = request.source { progress(.step("copying \(path)")) }
    let wasBegun = (FileStatus(partial)?.size ?? 0) > 0
    let first = try await fetch(progress)
    guard let wanted = request.digest, first != wanted else { return first }
    // What was there may have come from a server that lied: once more from the beginning.
    unlink(partial)
    guard wasBegun, case .url = request.source else { throw mismatch(wanted, first) }
    progress(.step("what an earlier pull had left does not fit: once more from the beginning"))
    let second = try await fetch(progress)
    guard second == wanted else {
      unlink(partial)
      throw mismatch(wanted, second)
    }
    return second
  }

  private func mismatch(_ wanted: ImageDigest, _ got: ImageDigest) -> DiskImageError {
    .digestMismatch(name: request.name, source: request.source.text, wanted: wanted.text, got: got.text)
  }

  /// A pull that was killed at its very end left a second name of what may be an image by now: not to be written to.
  private func forgetPlaced() throws(DiskImageError) {
    var status = stat()
    guard lstat(partial, &status) == 0 else { return }
    if status.st_mode & S_IFMT != S_IFREG || status.st_nlink > 1 {
      try Durable.folder { () throws(GLibError) in try Folder.remove(partial) }
    } else {
      chmod(partial, 0o600)
    }
  }

  private func fetch(_ progress: @escaping @Sendable (PullProgress) -> Void) async throws(DiskImageError) -> ImageDigest
  {
    let file = try IncomingFile(partial)
    let digest = Task { [kind = request.digest?.kind ?? .sha256] in await file.digest(kind) }
    do throws(DiskImageError) {
      switch request.source {
      case .url(let url):
        try await Download(image: request.name, url: url, file: file, limits: request.limits, progress: progress).run()
      case .file(let path):
        try await FileCopy(
          image: request.name, source: path, file: file, limits: request.limits, progress: progress
        ).run()
      }
    } catch {
      file.abandon()
      _ = await digest.value
      // What is empty, or a part of a file of this host, is of no use to the next pull.
      if case .file = request.source { unlink(partial) } else if file.size == 0 { unlink(partial) }
      throw error
    }
    file.complete()
    progress(.bytes(file.size, total: file.size))
    return await digest.value
  }
}
