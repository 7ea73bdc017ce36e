package import JSON
internal import Wording

/// What a command gave: a value for programs and a text for people.
package struct ShellResult: Sendable {
  package let json: JSONValue
  private let render: @Sendable (Palette, Int) -> String

  init(_ json: JSONValue, render: @escaping @Sendable (Palette, Int) -> String) {
    self.json = json
    self.render = render
  }

  /// An answer of QEMU's. An empty object says no more than that it worked.
  init(_ json: JSONValue) {
    self.init(json) { palette, width in
      if case .object(let object) = json, object.isEmpty { return "" }
      return JSONRenderer(palette: palette, width: width).text(json)
    }
  }

  /// A text that is the same for both.
  init(text: String) { self.init(.string(text)) { _, _ in text.printable } }

  /// It worked, and there is nothing to show.
  static let nothing = ShellResult([:])

  package func text(_ palette: Palette, width: Int) -> String { render(palette, width) }
}
