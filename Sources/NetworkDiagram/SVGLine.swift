/// A connection of an SVG drawing with what it's called.
struct SVGLine {
  typealias Point = (x: Int, y: Int)

  var points: [Point]
  var label: (text: String, at: Point)?
  /// Whether nothing is plugged in.
  var isFaint = false

  /// The place of the label's text.
  var labelPlace: Rectangle? {
    label.map { text, at in
      Rectangle(x: at.x, y: at.y - 11, width: SVGMetrics.width(of: text), height: 15)
    }
  }
}
