/// Something of the source that the profile does not have, or that was read in a way which may not be meant.
package struct ImportLoss: Sendable, Equatable {
  package enum Kind: Sendable {
    /// The profile does not have it.
    case lost
    /// It was taken so, and may be meant otherwise.
    case read
  }

  package let kind: Kind
  /// Where it stood, from 1; 0: nobody knows.
  package let line: Int
  /// As the source writes it.
  package let what: String
  package let why: String

  init(line: Int, what: String, why: String, kind: Kind = .lost) {
    self.kind = kind
    self.line = line
    // Long enough to tell one device from another.
    self.what = SafeLine.of(what.count > 160 ? what.prefix(160) + "…" : what)
    self.why = SafeLine.of(why)
  }
}
