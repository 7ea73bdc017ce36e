internal import JSON
internal import QMP

/// Gives what was typed the types that QEMU expects.
///
/// It only throws where text can't be turned into the wanted type. Names and words that QEMU doesn't know pass
/// through: the schema's check, which comes next, names them together with the nearest match.
struct ArgumentReader {
  func object(
    _ members: [ArgumentTree.Member], _ type: QMPObjectType?, path: String = "", properties: [DeviceProperty] = []
  ) throws(ShellError) -> JSONObject {
    var values = JSONObject()
    // The member that chooses a variant tells what the others may be, so it comes first.
    if let tag = type?.tag, let member = members.first(where: { $0.name == tag }) {
      values[tag] = try value(member.tree, type?.member(tag)?.type ?? .string, path: join(path, tag))
    }
    var result = JSONObject()
    var given = values
    for member in members {
      let place = join(path, member.name)
      let value: JSONValue
      if let known = values[member.name] {
        value = known
      } else if let wanted = type?.members(given: given).first(where: { $0.name == member.name })?.type {
        value = try self.value(member.tree, wanted, path: place)
      } else if let property = properties.first(where: { $0.name == member.name }) {
        value = try self.value(member.tree, property, path: place)
      } else {
        value = try self.value(member.tree, .any, path: place)
      }
      result[member.name] = value
      given[member.name] = value
    }
    return result
  }

  func value(_ tree: ArgumentTree, _ type: QMPType, path: String) throws(ShellError) -> JSONValue {
    switch tree {
    case .value(let raw): try value(raw, type, path: path)
    case .members(let members): try self.members(members, type, path: path)
    }
  }

  // MARK: a.b=1

  private func members(
    _ members: [ArgumentTree.Member], _ type: QMPType, path: String
  ) throws(ShellError) -> JSONValue {
    switch type {
    case .object(let object): return .object(try self.object(members, object, path: path))
    case .array(let element): return .array(try list(members, element.type, path: path))
    case .alternate(let choices):
      let types = choices.map(\.type)
      let isList = members.allSatisfy { Int($0.name) != nil }
      for choice in types {
        switch choice {
        case .array where isList, .object: return try self.members(members, choice, path: path)
        default: continue
        }
      }
      throw .usage("'\(path)' takes \(type) and has no members such as '\(path).\(members.first?.name ?? "")'")
    case .any:
      let isList = members.enumerated().allSatisfy { $0.element.name == "\($0.offset)" }
      return isList ? .array(try list(members, .any, path: path)) : .object(try object(members, nil, path: path))
    default:
      throw .usage("'\(path)' takes \(type) and has no members such as '\(path).\(members.first?.name ?? "")'")
    }
  }

  private func list(
    _ members: [ArgumentTree.Member], _ element: QMPType, path: String
  ) throws(ShellError) -> [JSONValue] {
    var values: [Int: JSONValue] = [:]
    for member in members {
      guard let index = Int(member.name), index >= 0 else {
        throw .usage("'\(path)' is a list: write \(path).0=… instead of \(path).\(member.name)=…")
      }
      values[index] = try value(member.tree, element, path: "\(path).\(index)")
    }
    var result: [JSONValue] = []
    for index in values.keys.sorted() {
      guard index == result.count, let value = values[index] else {
        throw .usage("the list '\(path)' has no element \(result.count): elements are numbered from 0 without gaps")
      }
      result.append(value)
    }
    return result
  }

  func join(_ path: String, _ name: String) -> String { path.isEmpty ? name : "\(path).\(name)" }
}
