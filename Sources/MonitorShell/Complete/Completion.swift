/// What Tab offers for the word at the cursor.
package struct Completion: Sendable, Equatable {
  /// A word that would fit.
  package struct Candidate: Sendable, Equatable {
    /// The text as it is to be typed, quotes included.
    package var text: String
    /// What comes after it when it is the only one: a space where the word is complete.
    package var suffix: String
    /// What is listed.
    package var label: String

    init(_ text: String, suffix: String = " ", label: String? = nil) {
      self.text = text
      self.suffix = suffix
      self.label = label ?? text
    }
  }

  /// Where the replaced text begins, in Unicode scalars; it ends at the cursor.
  package var start: Int
  package var candidates: [Candidate]

  package static let none = Completion(start: 0, candidates: [])

  /// What all candidates begin with; with the only one's suffix.
  package var insertion: String {
    guard let first = candidates.first else { return "" }
    guard candidates.count > 1 else { return first.text + first.suffix }
    var common = Array(first.text.unicodeScalars)
    for candidate in candidates.dropFirst() {
      let other = Array(candidate.text.unicodeScalars)
      var length = 0
      while length < min(common.count, other.count), common[length] == other[length] { length += 1 }
      common.removeLast(common.count - length)
    }
    var text = String.UnicodeScalarView()
    text.append(contentsOf: common)
    return String(text)
  }
}
