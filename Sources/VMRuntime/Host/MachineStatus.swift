public import JSON

/// What is known about a machine, for `list`, `status` and programs.
public struct MachineStatus: Sendable, Equatable {
  public var name: String
  public var state: InstanceState
  /// Why it is stopped or crashed, when that is known.
  public var reason: String?
  /// The profile's file.
  public var profile: String?
  /// `kvm` or `tcg`; nil before the first start.
  public var accelerator: String?
  public var acceleratorReason: String?
  /// Bytes.
  public var memory: UInt64?
  /// Virtual CPUs.
  public var smp: Int?
  public var pid: Int32?
  /// Seconds since QEMU was started; nil when it does not run.
  public var uptime: Int64?
  public var qemuVersion: String?
  public var nics: [NICStatus] = []
  public var disks: [DiskStatus] = []
  public var forwards: [ForwardRecord] = []
  /// UNIX sockets of the running machine.
  public var monitors: [String] = []
  public var console: String?

  public init(name: String, state: InstanceState) {
    self.name = name
    self.state = state
  }
}

/// A disk of a machine.
public struct DiskStatus: Sendable, Equatable {
  /// By which the profile and the guest know it; nil: the machine's own.
  public var name: String?
  public var file: String
  /// The image that the overlay stands on; nil: none.
  public var backing: String?
  /// Bytes that the guest sees.
  public var size: UInt64
  /// What is written to it is thrown away at the end.
  public var ephemeral: Bool
  /// The guest can only read it.
  public var isReadOnly = false
}

extension MachineStatus {
  /// The keys of `vmrun list --format json`; they are stable.
  public var listJSON: JSONValue { .object(JSONObject(listMembers)) }

  /// The keys of `vmrun status NAME --format json`; they are stable.
  public var json: JSONValue {
    var object = JSONObject(listMembers)
    object["reason"] = reason.map(JSONValue.string) ?? .null
    object["acceleratorReason"] = acceleratorReason.map(JSONValue.string) ?? .null
    object["qemuVersion"] = qemuVersion.map(JSONValue.string) ?? .null
    object["nics"] = .array(nics.map(\.json))
    object["disks"] = .array(disks.map(\.json))
    object["sockets"] = [
      "qmp": .array(monitors.map(JSONValue.string)), "console": console.map(JSONValue.string) ?? .null,
    ]
    return .object(object)
  }

  private var listMembers: [(String, JSONValue)] {
    [
      ("name", .string(name)), ("state", .string(state.rawValue)),
      ("profile", profile.map(JSONValue.string) ?? .null),
      ("accelerator", accelerator.map(JSONValue.string) ?? .null),
      ("memory", memory.map(JSONValue.init(unsigned:)) ?? .null),
      ("smp", smp.map { .integer(Int64($0)) } ?? .null), ("pid", pid.map { .integer(Int64($0)) } ?? .null),
      ("uptime", uptime.map(JSONValue.integer) ?? .null), ("forwards", .array(forwards.map(\.json))),
    ]
  }
}

extension ForwardRecord {
  var json: JSONValue {
    [
      "protocol": .string(`protocol`), "hostAddress": .string(hostAddress), "hostPort": .integer(Int64(hostPort)),
      "guestPort": .integer(Int64(guestPort)),
    ]
  }
}

extension DiskStatus {
  var json: JSONValue {
    [
      "name": name.map(JSONValue.string) ?? .null, "file": .string(file),
      "backing": backing.map(JSONValue.string) ?? .null, "size": JSONValue(unsigned: size),
      "ephemeral": .bool(ephemeral), "readonly": .bool(isReadOnly),
    ]
  }
}
