internal import DiskImage
internal import GLib
internal import Glibc
internal import HostNetwork
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

  init(_ error: DiskImageError) {
    switch error {
    case .imageNotBuilt: self.init(.unavailable, error.description)
    case .unknownImage, .notInAnyCatalog, .imageNotStored, .invalidImageName, .invalidRecipe, .invalidUserData,
      .wouldShrink, .smallerThanBase, .unsupportedFormat:
      self.init(.invalidProfile, error.description)
    case .noDigest, .nameTaken, .noSuchVersion: self.init(.usage, error.description)
    case .noPermission: self.init(.noPermission, error.description)
    // strerror(3) of EACCES ends what a system call failed with.
    case .file(let message) where message.hasSuffix("Permission denied"),
      .unreadableImage(_, let message) where message.hasSuffix("Permission denied"):
      self.init(.noPermission, error.description)
    case .buildBusy, .imageBusy: self.init(.timedOut, error.description)
    default: self.init(error.isHostLacking ? .unavailable : .failed, error.description)
    }
  }

  init(_ error: HostToolError) {
    if case .missing = error {
      self.init(.unavailable, error.description)
    } else {
      self.init(.failed, error.description)
    }
  }

  init(_ error: HostNetworkError) {
    switch error.kind {
    case .failed: self.init(.failed, error.description)
    case .unavailable: self.init(.unavailable, error.description)
    case .noPermission: self.init(.noPermission, error.description)
    case .timedOut: self.init(.timedOut, error.description)
    case .invalid: self.init(.invalidProfile, error.description)
    }
  }

  init(_ error: QMPError) {
    switch error {
    case .timedOut: self.init(.timedOut, error.description)
    default: self.init(.failed, error.description)
    }
  }
}

extension RuntimeError {
  /// Any error of vmrun's own targets; nil for others, such as the argument parser's.
  public init?(anyError error: any Error) {
    switch error {
    case let error as RuntimeError: self = error
    case let error as GLibError: self.init(error)
    case let error as ProfileError: self.init(error)
    case let error as QEMUError: self.init(error)
    case let error as DiskImageError: self.init(error)
    case let error as HostNetworkError: self.init(error)
    case let error as HostToolError: self.init(error)
    case let error as QMPError: self.init(error)
    default: return nil
    }
  }
}

/// Runs a step of a lower layer and gives its error a kind.
func translating<Value: ~Copyable>(_ body: () throws(GLibError) -> Value) throws(RuntimeError) -> Value {
  do { return try body() } catch { throw RuntimeError(error) }
}
