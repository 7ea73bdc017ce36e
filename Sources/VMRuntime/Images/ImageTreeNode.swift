package import JSON

/// A disk, and the disks that stand on it.
package struct ImageTreeNode: Sendable, Equatable {
  package enum Kind: String, Sendable {
    /// A version of an image of the store.
    case image
    /// A file that a profile names.
    case file
    /// A file that is not there, though a disk stands on it.
    case missing
    /// The disk of a machine.
    case vm
  }

  package var kind: Kind
  /// The image's or the machine's name, else the path.
  package var name: String
  package var path: String
  package var arch: String?
  package var version: String?
  /// Whether new machines start from it; nil for what is no image.
  package var isCurrent: Bool?
  /// Bytes that a guest sees; nil: unknown.
  package var virtualSize: UInt64?
  /// Bytes on the host's disk.
  package var size: UInt64
  /// A machine's state.
  package var state: String?
  package var children: [ImageTreeNode] = []

  package var json: JSONValue {
    func text(_ value: String?) -> JSONValue { value.map(JSONValue.string) ?? .null }
    return [
      "kind": .string(kind.rawValue), "name": .string(name), "path": .string(path), "arch": text(arch),
      "version": text(version), "current": isCurrent.map(JSONValue.bool) ?? .null,
      "virtualSize": virtualSize.map(JSONValue.unsigned) ?? .null, "size": .unsigned(size), "state": text(state),
      "children": .array(children.map(\.json)),
    ]
  }
}
