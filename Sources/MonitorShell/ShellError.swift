package import QMP
package import VMRuntime

/// Why a line of the shell failed: a kind that decides the exit code, and a sentence.
package struct ShellError: Error, Sendable, Equatable, CustomStringConvertible {
  package var kind: RuntimeError.Kind
  package var message: String
  /// QEMU's error class, when it was QEMU that refused.
  package var errorClass: String?
  /// The connection is gone: whoever goes on without looking talks to nobody.
  package var isDisconnect = false

  package init(_ kind: RuntimeError.Kind, _ message: String, errorClass: String? = nil) {
    self.kind = kind
    self.message = message
    self.errorClass = errorClass
  }

  package static func usage(_ message: String) -> ShellError { ShellError(.usage, message) }

  package static func failed(_ message: String) -> ShellError { ShellError(.failed, message) }

  package static func timedOut(_ message: String) -> ShellError { ShellError(.timedOut, message) }

  package init(_ error: RuntimeError) { self.init(error.kind, error.message) }

  package init(_ error: QMPError) {
    switch error {
    case .timedOut: self.init(.timedOut, error.description)
    case .refused(_, let errorClass, let description): self.init(.failed, description, errorClass: errorClass)
    case .disconnected, .unreachable:
      self.init(.failed, error.description)
      isDisconnect = true
    case .protocolViolation, .cancelled: self.init(.failed, error.description)
    }
  }

  package var description: String { message }
}
