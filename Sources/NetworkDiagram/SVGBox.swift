/// A box of an SVG drawing: its place, its kind and its lines, the first of which is the heading.
struct SVGBox {
  enum Kind: String { case out, bridge, machine, namespace }

  var kind: Kind
  var place: Rectangle
  var lines: [String]
  var isFaint = false

  /// Where the text of a line begins, on the line that letters stand on.
  func baseline(_ line: Int) -> Int { place.y + SVGMetrics.padding + SVGMetrics.lineHeight * line + 11 }
}
