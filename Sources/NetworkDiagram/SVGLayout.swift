/// Where everything of an SVG drawing is: the ways out on top, the bridge as a bar, the ports below.
struct SVGLayout {
  private(set) var width: Int
  private(set) var height = 0
  let title: String
  private(set) var boxes: [SVGBox] = []
  private(set) var lines: [SVGLine] = []

  init(_ topology: Topology) {
    title = topology.title
    let waysOut = topology.waysOut
    let outWidth = waysOut.map { SVGMetrics.boxWidth([$0]) + SVGMetrics.gap }.reduce(-SVGMetrics.gap, +)
    let details = LineFilling.lines(topology.bridgeDetails, separator: " · ", width: 100)
    let bridgeLines = [topology.bridgeHeading] + details
    let grid = SVGPortGrid(topology.ports)
    // Titles are set larger than the rest.
    let titleWidth = SVGMetrics.width(of: title) * 5 / 4
    let inner = max(outWidth, SVGMetrics.boxWidth(bridgeLines), grid.width, titleWidth, 320)
    width = inner + 2 * SVGMetrics.margin

    var y = SVGMetrics.margin + SVGMetrics.lineHeight + SVGMetrics.padding
    if !waysOut.isEmpty {
      var x = (width - outWidth) / 2
      let bottom = y + SVGMetrics.boxHeight(1)
      for way in waysOut {
        let place = Rectangle(x: x, y: y, width: SVGMetrics.boxWidth([way]), height: bottom - y)
        boxes.append(SVGBox(kind: .out, place: place, lines: [way], isFaint: !topology.isUp))
        lines.append(
          SVGLine(
            points: [(place.middle, bottom), (place.middle, bottom + SVGMetrics.drop)], isFaint: !topology.isUp))
        x = place.right + SVGMetrics.gap
      }
      y = bottom + SVGMetrics.drop
    }
    let bar = Rectangle(
      x: SVGMetrics.margin, y: y, width: inner, height: SVGMetrics.boxHeight(bridgeLines.count))
    boxes.append(SVGBox(kind: .bridge, place: bar, lines: bridgeLines, isFaint: !topology.isUp))
    let ports = grid.placed(below: bar)
    boxes += ports.boxes
    lines += ports.lines
    height = (boxes.map(\.place.bottom).max() ?? 0) + SVGMetrics.margin
    if topology.ports.isEmpty { height += SVGMetrics.lineHeight + SVGMetrics.padding }
  }
}
