/// A network drawn with characters: the way out on top, then the bridge, and below it a trunk that passes
/// everyone attached. The trunk keeps any number of ports within the width of a terminal.
package struct TextDiagram {
  private let topology: Topology
  private let isASCII: Bool

  /// - Parameter isASCII: draws and writes with ASCII only, for a terminal without UTF-8.
  package init(_ topology: Topology, isASCII: Bool = false) {
    self.topology = topology
    self.isASCII = isASCII
  }

  /// The drawing, without a line end after its last line.
  package var text: String {
    ([shown(topology.title), ""] + wayOut + bridge + ports).map(Self.trimmed).joined(separator: "\n")
  }

  /// Where the trunk is, and on every box above it the line between them.
  private static let trunk = 3
  private static let columns = 80
  private static let gap = "  "

  private var solid: BoxCharacters { isASCII ? .ascii : .solid }
  private var dashed: BoxCharacters { isASCII ? .dottedASCII : .dashed }

  private var wayOutBoxes: [TextBox] { topology.waysOut.map { TextBox([shown($0)], characters: solid) } }

  /// The columns at which the lines from above arrive at the bridge.
  private var wayOutJoints: [Int] {
    var start = 0
    return wayOutBoxes.map { box in
      defer { start += box.width + Self.gap.count }
      return start + Self.trunk
    }
  }

  private var wayOut: [String] {
    let boxes = wayOutBoxes
    guard !boxes.isEmpty else { return [] }
    let line = wayOutJoints.reduce("") { $0.padded(to: $1) + String(solid.vertical) }
    return [
      boxes.map { $0.top() }.joined(separator: Self.gap),
      boxes.map { $0.middle()[0] }.joined(separator: Self.gap),
      boxes.map { $0.bottom(joints: [Self.trunk]) }.joined(separator: Self.gap),
      line,
    ]
  }

  private var bridge: [String] {
    let separator = isASCII ? ", " : " · "
    let details = topology.bridgeDetails.map(shown)
    let lines = LineFilling.lines(details, separator: separator, width: Self.columns - 4)
    let box = TextBox(
      [shown(topology.bridgeHeading)] + lines, characters: topology.isUp ? solid : dashed,
      minimum: (wayOutJoints.last ?? 0) + Self.trunk + 1)
    let below = topology.ports.isEmpty ? [] : [Self.trunk]
    return [box.top(joints: wayOutJoints)] + box.middle() + [box.bottom(joints: below)]
  }

  private var ports: [String] {
    guard !topology.ports.isEmpty else { return ["", "Nothing is attached."] }
    let labels = topology.ports.map { $0.label.map { " \(shown($0)) " } ?? "" }
    let reach = (labels.map { DisplayWidth.of($0) }.max() ?? 0) + 3
    let indent = String(repeating: " ", count: Self.trunk)
    return topology.ports.indices.flatMap { index in
      let port = topology.ports[index]
      let box = TextBox(
        [shown(port.heading)] + port.details.map(shown), characters: port.isStopped ? dashed : solid)
      let line = port.interface == nil ? dashed.horizontal : solid.horizontal
      let isLast = index == topology.ports.count - 1
      let corner = isLast ? solid.bottomLeft : solid.branch
      let rest = String(repeating: line, count: reach - 1 - DisplayWidth.of(labels[index]))
      let arm = "\(indent)\(corner)\(line)\(labels[index])\(rest)"
      let before = "\(indent)\(solid.vertical)".padded(to: Self.trunk + 1 + reach)
      let after = isLast ? String(repeating: " ", count: Self.trunk + 1 + reach) : before
      let middle = box.middle(isJoined: true)
      return [before + box.top(), arm + middle[0]] + (middle.dropFirst() + [box.bottom()]).map { after + $0 }
    }
  }

  /// A caption in the characters that the terminal has.
  private func shown(_ caption: String) -> String {
    guard isASCII else { return caption }
    return caption.unicodeScalars.reduce(into: "") { text, scalar in
      switch scalar {
      case "…": text += "..."
      case _ where scalar.isASCII: text.unicodeScalars.append(scalar)
      default: text += "\\u{\(String(scalar.value, radix: 16))}"
      }
    }
  }

  private static func trimmed(_ line: String) -> String {
    String(line.reversed().drop { $0 == " " }.reversed())
  }
}

extension String {
  fileprivate func padded(to columns: Int) -> String {
    self + String(repeating: " ", count: max(0, columns - DisplayWidth.of(self)))
  }
}
