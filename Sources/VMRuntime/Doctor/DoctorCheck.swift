public import JSON

/// One finding about the host, with what to do about it.
public struct DoctorCheck: Sendable, Equatable {
  public enum Status: String, Sendable { case ok, warn, fail }

  public var id: String
  public var status: Status
  public var message: String
  /// Nil when there is nothing to do.
  public var fix: String?

  public var json: JSONValue {
    [
      "id": .string(id), "status": .string(status.rawValue), "message": .string(message),
      "fix": fix.map(JSONValue.string) ?? .null,
    ]
  }
}

/// What the doctor found.
public struct DoctorReport: Sendable, Equatable {
  /// `kvm` or `tcg`: what `accelerator: auto` comes to for guests of the host's own architecture.
  public var accelerator: String
  public var acceleratorReason: String
  public var checks: [DoctorCheck]

  public var json: JSONValue {
    [
      "accelerator": ["selected": .string(accelerator), "reason": .string(acceleratorReason)],
      "checks": .array(checks.map(\.json)),
    ]
  }
}
