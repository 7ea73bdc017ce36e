/// Why the host's network could not be changed or looked at.
package struct HostNetworkError: Error, Sendable, Equatable, CustomStringConvertible {
  /// What kind of failure it is; vmrun's exit codes follow from it.
  package enum Kind: Sendable, Equatable {
    case failed
    /// The host lacks a program or the kernel a feature.
    case unavailable
    case noPermission
    case timedOut
    /// The network's file asks for what cannot be here.
    case invalid
  }

  package var kind: Kind
  /// What failed, on which object, and what to do about it.
  package var description: String

  package init(_ kind: Kind, _ description: String) {
    self.kind = kind
    self.description = description
  }
}
