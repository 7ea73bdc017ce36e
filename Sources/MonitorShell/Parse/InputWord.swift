/// A word of a line: plain, or `key=value`.
struct InputWord: Sendable, Equatable {
  /// The whole word without its quotes.
  var text: String
  /// Where it stands, in Unicode scalars.
  var start: Int
  var end: Int
  /// What stood before the first `=` outside quotes.
  var key: String?
  var value: RawValue?
  /// Where the value begins, with its opening quote.
  var valueStart: Int?
  var isQuoted = false
}
