internal import DiskImage
internal import GLib
internal import VMProfile

extension VMHost {
  /// All images of the store with all their versions, and all machines' disks, by what stands on what.
  ///
  /// Looks at files only, and follows no more than sixteen of them below each disk.
  package func imageTree() -> [ImageTreeNode] {
    var nodes: [String: ImageTreeNode] = [:]
    var parents: [String: String] = [:]
    let store = imageStore
    for name in store.names() {
      for image in Architecture.allCases.flatMap({ store.versions(name, $0) }) { nodes[image.disk] = node(image) }
    }
    for machine in machines() {
      let paths = machine.paths
      for file in [paths.overlay] where Folder.exists(file) {
        let chain = BackingChain.files(file)
        nodes[file] = node(machine, file)
        for (upper, lower) in zip(chain, chain.dropFirst()) {
          parents[upper] = lower
          if nodes[lower] == nil { nodes[lower] = node(file: lower) }
        }
      }
    }
    let children = Dictionary(grouping: parents.keys) { parents[$0] ?? "" }
    func grown(_ path: String) -> ImageTreeNode? {
      guard var node = nodes[path] else { return nil }
      node.children = (children[path] ?? []).compactMap(grown).sorted(by: Self.isBefore)
      return node
    }
    return nodes.keys.filter { parents[$0] == nil }.compactMap(grown).sorted(by: Self.isBefore)
  }

  private static func isBefore(_ left: ImageTreeNode, _ right: ImageTreeNode) -> Bool {
    func key(_ node: ImageTreeNode) -> (String, String, Int, String) {
      (node.name, node.arch ?? "", node.isCurrent == false ? 1 : 0, node.path)
    }
    return key(left) < key(right)
  }

  private func node(_ image: StoredImage) -> ImageTreeNode {
    var node = ImageTreeNode(
      kind: .image, name: image.name, path: image.disk, size: DiskUsage.bytes(image.folder))
    node.arch = image.arch.rawValue
    node.version = image.version
    node.isCurrent = imageStore.isCurrent(image)
    node.virtualSize = Self.virtualSize(image.disk)
    return node
  }

  private func node(_ machine: Machine, _ file: String) -> ImageTreeNode {
    var node = ImageTreeNode(kind: .vm, name: "\(machine.name)", path: file, size: DiskUsage.bytes(file))
    node.virtualSize = Self.virtualSize(file)
    node.state = machine.state.rawValue
    return node
  }

  private func node(file: String) -> ImageTreeNode {
    guard Folder.exists(file) else { return ImageTreeNode(kind: .missing, name: file, path: file, size: 0) }
    var node = ImageTreeNode(kind: .file, name: file, path: file, size: DiskUsage.bytes(file))
    node.virtualSize = Self.virtualSize(file)
    return node
  }

  /// A raw disk has as many bytes as its file.
  private static func virtualSize(_ path: String) -> UInt64? {
    QCOW2Header(path: path)?.virtualSize.bytes ?? DiskUsage.length(path)
  }
}
