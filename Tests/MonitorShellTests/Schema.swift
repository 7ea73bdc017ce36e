internal import JSON
internal import QMP

/// A schema as small as tests need, in the form of `query-qmp-schema`.
enum Schema {
  static let json = withArguments([
    command("query-status"), command("query-name"), command("quit"), command("qmp_capabilities"), command("stop"),
    command("device_add", [("driver", "str"), ("?bus", "str"), ("?id", "str")]),
    command("human-monitor-command", [("command-line", "str"), ("?cpu-index", "int")]),
    command("object-add", [("qom-type", "str"), ("id", "str"), ("?size", "int"), ("?share", "bool")]),
    command("qom-set", [("path", "str"), ("property", "str"), ("value", "any")]),
    command("qom-list", [("path", "str")]),
    command(
      "numbers", [("?int", "int"), ("?float", "number"), ("?ints", "[int]"), ("?words", "[str]"), ("?null", "null")]),
    command("netdev_del", [("id", "str")]),
    command("set_link", [("name", "str"), ("up", "bool")]),
    command("migrate", [("uri", "str"), ("?blk", "bool")]),
    ["name": "netdev_add", "meta-type": "command", "arg-type": "netdev", "ret-type": "empty"],
    ["name": "blockdev-add", "meta-type": "command", "arg-type": "blockdev", "ret-type": "empty"],
    event("STOP"), event("RESET", [("guest", "bool"), ("reason", "reason")]),
    event("DEVICE_DELETED", [("?device", "str"), ("path", "str")]),
    object("empty"), object("user", [("?restrict", "bool"), ("?hostfwd", "[fwd]"), ("?hostname", "str")]),
    object("tap", [("?ifname", "str"), ("?vhost", "bool")]), object("fwd", [("str", "str")]),
    union("netdev", [("id", "str"), ("type", "netdev-type")], "type", ["user": "user", "tap": "tap"]),
    enumeration("netdev-type", ["none", "user", "tap"]), enumeration("reason", ["host-signal", "guest-reset"]),
    union(
      "blockdev", [("driver", "driver"), ("?node-name", "str"), ("?detect", "on-off-auto")], "driver",
      ["file": "file", "qcow2": "qcow2"]),
    enumeration("driver", ["file", "qcow2"]), enumeration("on-off-auto", ["on", "off", "auto"]),
    object("file", [("filename", "str")]), object("qcow2", [("file", "ref"), ("?backing", "ref-or-null")]),
    alternate("ref", ["blockdev", "str"]), alternate("ref-or-null", ["blockdev", "str", "null"]),
    builtin("str", "string"), builtin("int", "int"), builtin("number", "number"), builtin("bool", "boolean"),
    builtin("null", "null"), builtin("any", "value"),
    ["name": "[int]", "meta-type": "array", "element-type": "int"],
    ["name": "[str]", "meta-type": "array", "element-type": "str"],
    ["name": "[fwd]", "meta-type": "array", "element-type": "fwd"],
  ])

  static func make() throws -> QMPSchema { try QMPSchema(json) }

  /// A `?` before a name makes it optional.
  private static func members(_ members: [(String, String)]) -> JSONValue {
    .array(
      members.map { name, type in
        name.hasPrefix("?")
          ? ["name": .string(String(name.dropFirst())), "type": .string(type), "default": nil]
          : ["name": .string(name), "type": .string(type)]
      })
  }

  private static func command(_ name: String, _ arguments: [(String, String)] = []) -> JSONValue {
    ["name": .string(name), "meta-type": "command", "ret-type": "empty", "inline": members(arguments)]
  }

  private static func event(_ name: String, _ data: [(String, String)] = []) -> JSONValue {
    ["name": .string(name), "meta-type": "event", "inline": members(data)]
  }

  private static func object(_ name: String, _ list: [(String, String)] = []) -> JSONValue {
    ["name": .string(name), "meta-type": "object", "members": members(list)]
  }

  private static func union(
    _ name: String, _ list: [(String, String)], _ tag: String, _ variants: [String: String]
  ) -> JSONValue {
    [
      "name": .string(name), "meta-type": "object", "members": members(list), "tag": .string(tag),
      "variants": .array(variants.map { ["case": .string($0.key), "type": .string($0.value)] }),
    ]
  }

  private static func enumeration(_ name: String, _ words: [String]) -> JSONValue {
    ["name": .string(name), "meta-type": "enum", "values": .array(words.map(JSONValue.string))]
  }

  private static func alternate(_ name: String, _ types: [String]) -> JSONValue {
    [
      "name": .string(name), "meta-type": "alternate",
      "members": .array(types.map { ["type": .string($0)] }),
    ]
  }

  private static func builtin(_ name: String, _ type: String) -> JSONValue {
    ["name": .string(name), "meta-type": "builtin", "json-type": .string(type)]
  }

  /// Gives each command's and event's own list of members a type's name, as QEMU has it.
  private static func withArguments(_ list: [JSONValue]) -> JSONValue {
    var entries: [JSONValue] = []
    for entry in list {
      guard var object = entry.objectValue, let members = object["inline"], let name = object["name"]?.stringValue
      else {
        entries.append(entry)
        continue
      }
      object["inline"] = nil
      object["arg-type"] = .string("args-" + name)
      entries.append(.object(object))
      entries.append(["name": .string("args-" + name), "meta-type": "object", "members": members])
    }
    return .array(entries)
  }
}
