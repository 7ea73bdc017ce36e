/// A network as a flowchart of Mermaid, which many places that show Markdown draw.
///
/// It sets no colours: the theme of the page, light or dark, has them.
package struct MermaidDiagram {
  private let topology: Topology

  package init(_ topology: Topology) { self.topology = topology }

  /// The flowchart's source, without a line end after its last line.
  package var text: String { (["flowchart \(direction)"] + statements.map { "  \($0)" }).joined(separator: "\n") }

  /// Mermaid puts all ports in one rank: few are best beside each other, many below each other.
  private var direction: String { topology.ports.count <= 4 ? "TB" : "LR" }

  private var statements: [String] {
    let name = topology.isUp ? "" : ":::down"
    let bridge = MermaidText.label([topology.title, topology.bridgeHeading] + topology.bridgeDetails)
    var statements = ["bridge[[\(bridge)]]\(name)"]
    for (index, way) in topology.waysOut.enumerated() {
      statements += ["out\(index + 1)([\(MermaidText.label([way]))])", "out\(index + 1) --- bridge"]
    }
    for (index, port) in topology.ports.enumerated() {
      let node = "port\(index + 1)"
      statements += ["\(node)\(shape(of: port))", "bridge \(link(to: port)) \(node)"]
    }
    if !topology.isUp || topology.ports.contains(where: \.isStopped) {
      statements += ["classDef down,stopped stroke-dasharray:5 5"]
    }
    return statements
  }

  private func shape(of port: TopologyPort) -> String {
    let label = MermaidText.label([port.heading] + port.details)
    return switch port.peer {
    case .machine: "[\(label)]\(port.isStopped ? ":::stopped" : "")"
    case .namespace: "(\(label))"
    }
  }

  private func link(to port: TopologyPort) -> String {
    guard let label = port.label else { return "-.-" }
    return "---|\(MermaidText.label([label]))|"
  }
}
