internal import Wording

/// Something of the source that the profile does not have.
package struct ImportLoss: Sendable, Equatable {
  /// Where it stood, from 1; 0: nobody knows.
  package let line: Int
  /// As the source writes it.
  package let what: String
  package let why: String

  init(line: Int, what: String, why: String) {
    self.line = line
    self.what = Excerpt.of(what)
    self.why = SafeLine.of(why)
  }
}
