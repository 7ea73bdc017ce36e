package import JSON

/// A message that QEMU sends (docs/interop/qmp-spec).
package enum QMPMessage: Sendable, Equatable {
  case greeting(QMPGreeting)
  case success(id: AnswerID, JSONValue)
  case failure(id: AnswerID, errorClass: String, description: String)
  case event(QMPEvent)

  /// Whose answer it is.
  package enum AnswerID: Sendable, Equatable, ExpressibleByNilLiteral {
    case number(Int64)
    /// QEMU leaves it out when it could not read the command.
    case missing
    /// Something that this library never sends.
    case foreign

    package init(nilLiteral: ()) { self = .missing }
  }

  /// - Throws: `QMPError.protocolViolation` when the bytes are no such message.
  package init(line: some Collection<UInt8>) throws(QMPError) {
    let value: JSONValue
    do { value = try JSONValue(parsing: line) } catch { throw .protocolViolation("\(error)") }
    try self.init(value)
  }

  package init(_ value: JSONValue) throws(QMPError) {
    guard let object = value.objectValue else { throw .protocolViolation("a message is not an object") }
    let id = Self.id(object["id"])
    if let name = object["event"]?.stringValue {
      self = .event(QMPEvent(name: name, data: object["data"]?.objectValue ?? [:], microseconds: Self.time(object)))
    } else if let result = object["return"] {
      self = .success(id: id, result)
    } else if let error = object["error"]?.objectValue {
      self = .failure(
        id: id, errorClass: error["class"]?.stringValue ?? "GenericError",
        description: error["desc"]?.stringValue ?? "no description")
    } else if let greeting = object["QMP"]?.objectValue {
      self = .greeting(QMPGreeting(greeting))
    } else {
      throw .protocolViolation("a message is neither greeting, answer nor event: it has \(object.keys)")
    }
  }

  private static func id(_ value: JSONValue?) -> AnswerID {
    switch value {
    case nil: .missing
    case .integer(let number)?: .number(number)
    default: .foreign
    }
  }

  private static func time(_ object: JSONObject) -> Int64? {
    // QEMU sends -1 for both when it cannot tell the time.
    guard let seconds = object["timestamp"]?["seconds"]?.intValue, seconds >= 0,
      let microseconds = object["timestamp"]?["microseconds"]?.intValue
    else { return nil }
    let product = Int64(seconds).multipliedReportingOverflow(by: 1_000_000)
    return product.overflow ? nil : product.partialValue &+ Int64(microseconds)
  }
}
