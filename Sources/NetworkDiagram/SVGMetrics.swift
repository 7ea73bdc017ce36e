/// Sizes in an SVG drawing. Without a font at hand the width of a text is an estimate; fixed-width fonts agree
/// on about 0.6 of their size, and the estimate is a little above.
enum SVGMetrics {
  static let margin = 24
  static let fontSize = 13
  static let cell = 8
  static let lineHeight = 18
  static let padding = 12
  /// Between boxes beside each other.
  static let gap = 28
  /// From a way out to the bridge.
  static let drop = 32
  /// From the bridge to a single row of ports, with the label beside the line.
  static let labelledDrop = 56
  /// From one row of ports to the next, with the label above the box.
  static let rowGap = 34
  /// Room for the trunk on the left of a column of boxes.
  static let gutter = 32
  /// What the boxes beside each other are kept within, unless a single one is wider.
  static let width = 1200

  static func width(of text: String) -> Int { DisplayWidth.of(text) * cell }

  static func boxWidth(_ lines: [String]) -> Int { (lines.map { width(of: $0) }.max() ?? 0) + 2 * padding }

  static func boxHeight(_ lines: Int) -> Int { lines * lineHeight + 2 * padding - 4 }
}
