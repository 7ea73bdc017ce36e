internal import JSON

/// How the text of one value is read, and how JSON Schema describes it.
struct ScalarType<Value: Sendable>: Sendable {
  /// What is asked for, to be read after "expected": `a size such as 512M`.
  let expectation: String
  /// `type`, `pattern`, `enum` and so on.
  let json: JSONObject
  let parse: @Sendable (String) throws(InvalidValue) -> Value
}
