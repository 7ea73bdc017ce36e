/// A value as it was typed; what it means depends on the type that is expected.
struct RawValue: Sendable, Equatable {
  /// How it was written.
  enum Form: Sendable {
    case bare
    /// A part of it stood in quotes or behind a backslash: it is never a number, a boolean or null by guess.
    case quoted
    /// It began with `{` or `[` and ran to the matching bracket.
    case bracketed
  }

  var text: String
  var form: Form

  init(_ text: String, _ form: Form = .bare) {
    self.text = text
    self.form = form
  }

  var isBare: Bool { form == .bare }
}
