internal import ArgumentParser
internal import DiskImage
internal import Glibc
internal import QEMU
internal import QMP
internal import VMProfile
internal import VMRuntime
internal import Wording

/// From an error to a sentence on stderr and an exit code.
enum Failure {
  static func exit(_ error: any Error) -> Never {
    guard let known = RuntimeError(anyError: error) else { VMRun.exit(withError: error) }
    report(known)
    Glibc.exit(code(known.kind))
  }

  static func report(_ error: RuntimeError) {
    // A name or a program's words in it must not steer the terminal.
    Terminal.message("vmrun: \(error.message.printable)")
  }

  /// sysexits(3) where it has a fitting code.
  static func code(_ kind: RuntimeError.Kind) -> Int32 {
    switch kind {
    case .failed: 1
    case .usage: EX_USAGE
    case .unavailable: EX_UNAVAILABLE
    case .timedOut: EX_TEMPFAIL
    case .noPermission: EX_NOPERM
    case .invalidProfile: EX_CONFIG
    }
  }
}
