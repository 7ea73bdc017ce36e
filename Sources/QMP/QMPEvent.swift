public import JSON

/// Something that happened in QEMU (docs/interop/qmp-spec, "Asynchronous events").
public struct QMPEvent: Sendable, Hashable {
  /// QEMU's name, such as `SHUTDOWN`.
  public var name: String
  public var data: JSONObject
  /// Microseconds since 1970 on the host's clock; nil when QEMU could not tell the time.
  public var microseconds: Int64?

  public init(name: String, data: JSONObject = [:], microseconds: Int64? = nil) {
    self.name = name
    self.data = data
    self.microseconds = microseconds
  }
}
