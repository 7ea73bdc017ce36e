/// The ports of a bridge in rows of boxes of one size.
///
/// A single row hangs on the bridge directly. With more of them every column has a trunk on its left, past the
/// boxes of the rows above, from which a line goes to each box.
struct SVGPortGrid {
  private let ports: [TopologyPort]
  private let texts: [[String]]
  private let columns: Int
  private let boxWidth: Int
  private let isSingleRow: Bool

  init(_ ports: [TopologyPort]) {
    self.ports = ports
    texts = ports.map { [$0.heading] + $0.details }
    let boxes = texts.map { SVGMetrics.boxWidth($0) }.max() ?? 0
    let labels = ports.map { SVGMetrics.width(of: $0.label ?? "") }.max() ?? 0
    // In a single row the label is on the right of a line at the box's middle.
    let single = max(boxes, 2 * labels + SVGMetrics.gap)
    isSingleRow = ports.count * (single + SVGMetrics.gap) - SVGMetrics.gap <= SVGMetrics.width || ports.count == 1
    boxWidth = isSingleRow ? single : max(boxes, labels)
    let pitch = boxWidth + SVGMetrics.gutter + SVGMetrics.gap
    let most = max(1, (SVGMetrics.width + SVGMetrics.gap) / pitch)
    let rows = isSingleRow ? 1 : (ports.count + most - 1) / most
    columns = rows == 0 ? 0 : (ports.count + rows - 1) / rows
  }

  private var gutter: Int { isSingleRow ? 0 : SVGMetrics.gutter }
  private var pitch: Int { gutter + boxWidth + SVGMetrics.gap }

  var width: Int { max(0, columns * pitch - SVGMetrics.gap) }

  func placed(below bar: Rectangle) -> (boxes: [SVGBox], lines: [SVGLine]) {
    var boxes: [SVGBox] = []
    var lines: [SVGLine] = []
    let left = bar.x + (bar.width - width) / 2
    var y = bar.bottom + (isSingleRow ? SVGMetrics.labelledDrop : SVGMetrics.rowGap)
    for row in stride(from: 0, to: ports.count, by: max(1, columns)) {
      let indices = row..<min(row + columns, ports.count)
      let height = SVGMetrics.boxHeight(texts[indices].map(\.count).max() ?? 0)
      for index in indices {
        let port = ports[index]
        let x = left + (index - row) * pitch + gutter
        let place = Rectangle(x: x, y: y, width: boxWidth, height: height)
        boxes.append(SVGBox(kind: kind(of: port), place: place, lines: texts[index], isFaint: port.isStopped))
        lines.append(line(from: bar, to: place, port: port))
      }
      y += height + SVGMetrics.rowGap
    }
    return (boxes, trunks(from: bar, boxes: boxes) + lines)
  }

  /// One line for each column: lines of their own on top of each other would blur, and hide a dashed one.
  private func trunks(from bar: Rectangle, boxes: [SVGBox]) -> [SVGLine] {
    guard !isSingleRow else { return [] }
    return (0..<columns).compactMap { column in
      let places = stride(from: column, to: boxes.count, by: columns).map { boxes[$0].place }
      guard let last = places.last else { return nil }
      let end = arm(to: last)[0]
      return SVGLine(points: [(end.x, bar.bottom), end])
    }
  }

  /// From the trunk of a column to a box, at the height of its heading.
  private func arm(to place: Rectangle) -> [SVGLine.Point] {
    let y = place.y + SVGMetrics.boxHeight(1) / 2
    return [(place.x - SVGMetrics.gutter / 2, y), (place.x, y)]
  }

  private func line(from bar: Rectangle, to place: Rectangle, port: TopologyPort) -> SVGLine {
    let isFaint = port.interface == nil
    if isSingleRow {
      let label = port.label.map { ($0, (x: place.middle + 8, y: bar.bottom + SVGMetrics.labelledDrop / 2 + 5)) }
      return SVGLine(
        points: [(place.middle, bar.bottom), (place.middle, place.y)], label: label, isFaint: isFaint)
    }
    let label = port.label.map { ($0, (x: place.x, y: place.y - 7)) }
    return SVGLine(points: arm(to: place), label: label, isFaint: isFaint)
  }

  private func kind(of port: TopologyPort) -> SVGBox.Kind {
    switch port.peer {
    case .machine: .machine
    case .namespace: .namespace
    }
  }
}
