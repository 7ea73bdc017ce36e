package import VMProfile

/// An IPv4 route of the main table.
package struct HostRoute: Sendable, Equatable {
  /// Nil: the default route.
  package var destination: IPv4Interface?
  package var device: String?
  package var metric: Int
}
