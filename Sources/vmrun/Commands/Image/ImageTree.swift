internal import ArgumentParser
internal import JSON
internal import VMRuntime
internal import Wording

struct ImageTree: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "tree", abstract: "Draw which disks stand on which images, and what they take.",
    discussion: "Sizes are what the guest sees, and what is taken on the host's disk.")

  @OptionGroup var output: FormatOption

  func run() async throws {
    let host = VMHost()
    try host.requireReadableStore()
    let nodes = host.imageTree()
    try output.format.write(.array(nodes.map(\.json))) {
      guard !nodes.isEmpty else { return "no images: run `vmrun image pull NAME` or `vmrun image build NAME`" }
      return TreeText(takesUnicode: Terminal.takesUnicode).text(nodes)
    }
  }
}

/// A tree of disks as lines of text.
struct TreeText {
  let takesUnicode: Bool

  func text(_ nodes: [ImageTreeNode]) -> String { nodes.flatMap { lines($0) }.joined(separator: "\n") }

  private func lines(_ node: ImageTreeNode) -> [String] {
    var lines = [caption(node).printableLine]
    for (index, child) in node.children.enumerated() {
      let isLast = index == node.children.count - 1
      let inner = self.lines(child)
      let (first, rest) =
        takesUnicode
        ? (isLast ? "└─ " : "├─ ", isLast ? "   " : "│  ") : (isLast ? "`- " : "|- ", isLast ? "   " : "|  ")
      lines += inner.enumerated().map { ($0.offset == 0 ? first : rest) + $0.element }
    }
    return lines
  }

  private func caption(_ node: ImageTreeNode) -> String {
    let sizes =
      (node.virtualSize.map { "\(Describe.bytes($0)), " } ?? "") + "\(Describe.bytes(node.size)) on disk"
    switch node.kind {
    case .image:
      let note = node.isCurrent == true ? "" : ", old"
      return "\(node.name) \(node.version ?? "") (\(node.arch ?? "")\(note))  \(sizes)"
    case .file: return "\(node.path)  \(sizes)"
    case .missing: return "\(node.path)  MISSING"
    case .vm: return "\(node.name) (VM, \(node.state ?? ""))  \(sizes)"
    }
  }
}
