internal import XML

/// A network as an SVG drawing that needs nothing besides itself: no script, no font, no style of a page.
package struct SVGDiagram {
  private let topology: Topology

  package init(_ topology: Topology) { self.topology = topology }

  /// The SVG document, without a line end after its last line.
  package var text: String {
    let layout = SVGLayout(topology)
    let size = "width=\"\(layout.width)\" height=\"\(layout.height)\" viewBox=\"0 0 \(layout.width) \(layout.height)\""
    var document = [
      "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"\(SVGStyle.scope)\" role=\"img\" \(size)>",
      "<title>\(XMLText.escape(topology.title))</title>",
      "<desc>\(XMLText.escape(description))</desc>",
      "<style>", SVGStyle.sheet, "</style>",
      "<rect class=\"paper\" width=\"\(layout.width)\" height=\"\(layout.height)\"/>",
      text(layout.title, class: "title", x: SVGMetrics.margin, y: SVGMetrics.margin + 12),
    ]
    document += layout.lines.flatMap(elements(of:))
    document += layout.boxes.flatMap(elements(of:))
    if topology.ports.isEmpty {
      document.append(
        text(Self.nobody, class: "label", x: SVGMetrics.margin, y: layout.height - SVGMetrics.margin))
    }
    return (document + ["</svg>"]).joined(separator: "\n")
  }

  private static let nobody = "Nothing is attached."

  /// The drawing in words, for whoever can't see it.
  private var description: String {
    let bridge = ([topology.bridgeHeading] + topology.bridgeDetails + topology.waysOut).joined(separator: ", ")
    let ports = topology.ports.map { port in
      ([port.heading] + port.details + (port.label.map { ["on \($0)"] } ?? [])).joined(separator: ", ") + "."
    }
    return (["\(bridge)."] + (ports.isEmpty ? [Self.nobody] : ports)).joined(separator: " ")
  }

  private func elements(of line: SVGLine) -> [String] {
    let points = line.points.map { "\($0.x),\($0.y)" }.joined(separator: " ")
    let faint = line.isFaint ? " class=\"faint\"" : ""
    let label = line.label.map { text($0.text, class: "label", x: $0.at.x, y: $0.at.y) }
    return ["<polyline\(faint) points=\"\(points)\"/>"] + (label.map { [$0] } ?? [])
  }

  private func elements(of box: SVGBox) -> [String] {
    let place = box.place
    let faint = box.isFaint ? " faint" : ""
    let frame = "x=\"\(place.x)\" y=\"\(place.y)\" width=\"\(place.width)\" height=\"\(place.height)\""
    let rectangle = "<rect class=\"\(box.kind.rawValue)\(faint)\" \(frame) rx=\"6\"/>"
    return [rectangle]
      + box.lines.enumerated().map { index, line in
        let kind = (index == 0 ? "heading" : "detail") + faint
        return text(line, class: kind, x: place.x + SVGMetrics.padding, y: box.baseline(index))
      }
  }

  private func text(_ text: String, class: String, x: Int, y: Int) -> String {
    "<text class=\"\(`class`)\" x=\"\(x)\" y=\"\(y)\">\(XMLText.escape(text))</text>"
  }
}
