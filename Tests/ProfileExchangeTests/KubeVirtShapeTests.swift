import ProfileExchange
import Testing
import YAML

/// As much of KubeVirt's API (v1) as an export uses: which keys there are, and what is in them.
private indirect enum Shape: Sendable {
  case text, number, flag, empty
  case list(Shape)
  case map([String: Shape], required: [String])
  /// Any keys with texts.
  case texts
  /// Exactly one of the keys, and beside them the others.
  case oneOf([String: Shape], beside: [String: Shape])

  func faults(_ node: YAMLNode, _ path: String) -> [String] {
    switch self {
    case .text: return node.text == nil ? ["\(path) is no text"] : []
    case .number: return node.text.flatMap(Int.init) == nil ? ["\(path) is no number"] : []
    case .flag: return ["true", "false"].contains(node.text) ? [] : ["\(path) is no flag"]
    case .empty: return node.mapping?.isEmpty == true ? [] : ["\(path) is not {}"]
    case .texts: return (node.mapping ?? []).allSatisfy { $0.value.text != nil } ? [] : ["\(path) has more than texts"]
    case .list(let shape):
      guard let elements = node.sequence else { return ["\(path) is no list"] }
      return elements.enumerated().flatMap { shape.faults($0.element, "\(path)[\($0.offset)]") }
    case .map(let keys, let required): return Self.faults(node, path, keys, required)
    case .oneOf(let keys, let others):
      let found = (node.mapping ?? []).compactMap(\.key.text).filter { keys[$0] != nil }
      let count = found.count == 1 ? [] : ["\(path) has \(found.count) of \(keys.keys.sorted())"]
      return count + Self.faults(node, path, keys.merging(others) { $1 }, ["name"])
    }
  }

  private static func faults(_ node: YAMLNode, _ path: String, _ keys: [String: Shape], _ required: [String])
    -> [String]
  {
    guard let pairs = node.mapping else { return ["\(path) is no mapping"] }
    let names = pairs.compactMap(\.key.text)
    return required.filter { !names.contains($0) }.map { "\(path).\($0) is missing" }
      + pairs.flatMap { key, value in
        let name = key.text ?? ""
        return keys[name]?.faults(value, "\(path).\(name)") ?? ["\(path).\(name) is unknown"]
      }
  }
}

@Suite("The shape of a KubeVirt VirtualMachine")
struct KubeVirtShapeTests {
  private static let disk = Shape.oneOf(
    ["disk": .map(["bus": .text], required: ["bus"]), "cdrom": .map(["bus": .text], required: [])],
    beside: ["name": .text, "bootOrder": .number, "serial": .text])
  private static let interface = Shape.oneOf(
    ["masquerade": .empty, "bridge": .empty],
    beside: [
      "name": .text, "model": .text, "macAddress": .text,
      "ports": .list(.map(["port": .number, "protocol": .text, "name": .text], required: ["port"])),
    ])
  private static let domain = Shape.map(
    [
      "cpu": .map(["cores": .number, "model": .text], required: ["cores"]),
      "memory": .map(["guest": .text], required: ["guest"]), "machine": .map(["type": .text], required: ["type"]),
      "firmware": .map(
        ["bootloader": .map(["efi": .map(["secureBoot": .flag], required: [])], required: [])], required: []),
      "devices": .map(
        [
          "disks": .list(disk), "interfaces": .list(interface), "rng": .empty, "autoattachGraphicsDevice": .flag,
          "autoattachPodInterface": .flag,
        ], required: ["disks"]),
    ], required: ["devices", "memory"])
  private static let machine = Shape.map(
    [
      "apiVersion": .text, "kind": .text,
      "metadata": .map(["name": .text, "annotations": .texts, "labels": .texts], required: ["name"]),
      "spec": .map(
        [
          "runStrategy": .text,
          "template": .map(
            [
              "metadata": .map(["labels": .texts], required: []),
              "spec": .map(
                [
                  "architecture": .text, "domain": domain,
                  "networks": .list(
                    .oneOf(
                      ["pod": .empty, "multus": .map(["networkName": .text], required: ["networkName"])],
                      beside: ["name": .text])),
                  "volumes": .list(
                    .oneOf(
                      [
                        "persistentVolumeClaim": .map(["claimName": .text], required: ["claimName"]),
                        "cloudInitNoCloud": .map(["userData": .text, "networkData": .text], required: []),
                      ], beside: ["name": .text])),
                ], required: ["domain"]),
            ], required: ["spec"]),
        ], required: ["runStrategy", "template"]),
    ], required: ["apiVersion", "kind", "metadata", "spec"])

  private func node(_ name: String) throws -> YAMLNode {
    var documents = try YAMLDocuments(ExportCase(name).text(.kubevirt).text)
    let node = try documents.next()
    return try #require(node)
  }

  @Test("Every key is one of the API's, with what it holds", arguments: ["web", "networks", "others", "hardware"])
  func shape(_ name: String) throws {
    #expect(try Self.machine.faults(node(name), "") == [])
  }

  @Test(
    "Each card has its network, each disk its volume, and names are labels",
    arguments: ["web", "networks", "others", "hardware"])
  func names(_ name: String) throws {
    func at(_ node: YAMLNode?, _ path: String...) -> YAMLNode? {
      path.reduce(node) { node, key in node?.mapping?.first { $0.key.text == key }?.value }
    }
    let spec = at(try node(name), "spec", "template", "spec")
    func names(_ list: YAMLNode?) -> [String] { (list?.sequence ?? []).compactMap { at($0, "name")?.text } }
    #expect(names(at(spec, "domain", "devices", "interfaces")) == names(at(spec, "networks")))
    #expect(names(at(spec, "domain", "devices", "disks")) == names(at(spec, "volumes")))
    #expect(Set(names(at(spec, "volumes"))).count == names(at(spec, "volumes")).count)
    #expect(names(at(spec, "networks")).allSatisfy { $0.wholeMatch(of: /[a-z0-9]([-a-z0-9]*[a-z0-9])?/) != nil })
    let pods = (at(spec, "networks")?.sequence ?? []).filter { at($0, "pod") != nil }
    #expect(pods.count <= 1)
  }

  @Test func `A fault in the shape is found`() throws {
    var documents = try YAMLDocuments("apiVersion: a\nkind: b\nmetadata: {nam: x}\nspec: {runStrategy: Halted}\n")
    let node = try #require(try documents.next())
    #expect(
      Self.machine.faults(node, "") == [
        ".metadata.name is missing", ".metadata.nam is unknown", ".spec.template is missing",
      ])
  }

  @Test(
    "Every message of an export to KubeVirt is a sentence of its own",
    arguments: ExportCase.all)
  func sentences(_ export: ExportCase) throws {
    for note in try export.text(.kubevirt).notes {
      #expect(!note.hasSuffix(":") && !note.hasSuffix(" see"), "\(note)")
      #expect(note.first?.isLowercase == false || note.contains(": ") || note.contains("needs"), "\(note)")
    }
  }
}
