internal import DiskImage
internal import GLib
internal import Glibc
internal import HostTool
internal import QEMU
internal import QMP
internal import VMProfile

// Each layer below has an error type of its own; here they get the kind that decides the exit code.
extension RuntimeError {
  init(_ error: GLibError) {
    switch error.code {
    case EACCES, EPERM: self.init(.noPermission, error.message)
    case ENOSPC, EDQUOT: self.init(.failed, "\(error.message): free some space and try again")
    default: self.init(.failed, error.message)
    }
  }

  init(_ error: ProfileError) { self.init(.invalidProfile, error.description) }

  init(_ error: QEMUError) {
    switch error {
    case .unsupportedValue: self.init(.invalidProfile, error.description)
    case .unavailable: self.init(.unavailable, error.description)
    }
  }

  init(_ error: QMPError) {
    switch error {
    case .timedOut: self.init(.timedOut, error.description)
    default: self.init(.failed, error.description)
    }
  }
}

/// Runs a step of a lower layer and gives its error a kind.
func translating<Value>(_ body: () throws(GLibError) -> Value) throws(RuntimeError) -> Value {
  do { return try body() } catch { throw RuntimeError(error) }
}
