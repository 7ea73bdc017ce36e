/// STUB replaced at merge.
public struct NetworkName: TextValue {
  public let description: String
  public init(parsing text: String) throws(InvalidValue) {
    guard ASCII.isWord(text, others: "_-", limit: 32) else {
      throw InvalidValue(text: text, reason: "expected \(Self.expectation)")
    }
    description = text
  }
  static let expectation = "the name of a network such as lab"
}
