/// Colours for people; none where they were not asked for.
package struct Palette: Sendable {
  package let isColoured: Bool

  package init(isColoured: Bool) { self.isColoured = isColoured }

  package static let plain = Palette(isColoured: false)

  func name(_ text: String) -> String { paint(text, "36") }
  func string(_ text: String) -> String { paint(text, "32") }
  func number(_ text: String) -> String { paint(text, "33") }
  func word(_ text: String) -> String { paint(text, "35") }
  func heading(_ text: String) -> String { paint(text, "1") }
  func quiet(_ text: String) -> String { paint(text, "2") }
  func event(_ text: String) -> String { paint(text, "1;34") }
  func failure(_ text: String) -> String { paint(text, "1;31") }
  func warning(_ text: String) -> String { paint(text, "33") }

  private func paint(_ text: String, _ code: String) -> String {
    isColoured ? "\u{1B}[\(code)m\(text)\u{1B}[0m" : text
  }
}
