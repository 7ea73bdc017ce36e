internal import Glibc
internal import VMRuntime

/// Becoming another program.
enum Replace {
  /// Replaces this process: terminal, signals and exit status are the other program's from here on.
  static func process(_ name: String, package: String, _ arguments: [String]) throws(RuntimeError) -> Never {
    signal(SIGPIPE, SIG_DFL)
    var words: [UnsafeMutablePointer<CChar>?] = ([name] + arguments).map { strdup($0) }
    words.append(nil)
    execvp(name, &words)
    throw RuntimeError(
      .unavailable, "cannot run \(name) (\(String(cString: strerror(errno)))): is the package \(package) installed?")
  }
}
