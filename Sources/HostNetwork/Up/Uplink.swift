internal import GLib
internal import Glibc
internal import HostTool
internal import JSON
internal import VMProfile

/// Lets a bridge take over an interface of the host, with its addresses and routes, and gives them back.
struct Uplink {
  /// How long the move stands without a confirmation.
  static let patience = Duration.seconds(30)

  let realm: NetworkRealm

  static func guardFile(_ folder: String) -> String { folder + "/guard.process" }

  /// What the interface has now, to be written down before it is moved.
  func look(_ interface: String, bridge: String) async throws(HostNetworkError) -> UplinkMove {
    var move = UplinkMove(interface: interface, bridge: bridge)
    let link = try await list(["address", "show", "dev", interface]).first
    move.mac = link?["address"]?.stringValue ?? ""
    move.wasUp = (link?["flags"]?.arrayValue ?? []).contains("UP")
    for item in link?["addr_info"]?.arrayValue ?? [] {
      guard item["scope"]?.stringValue == "global", let words = Self.words(address: item) else { continue }
      if item["family"]?.stringValue == "inet6" { move.addresses6.append(words) } else { move.addresses.append(words) }
    }
    move.routes = try await list(["-4", "route", "show", "dev", interface]).compactMap(Self.words(route:))
    move.routes6 = try await list(["-6", "route", "show", "dev", interface]).compactMap(Self.words(route:))
    return move
  }

  /// Moves everything in one run of ip(8), which goes on to its end even if vmrun is killed meanwhile.
  func move(_ move: UplinkMove, folder: String) async throws(HostNetworkError) {
    // The bridge has the interface's own address on the wire: who knew the host knows it still.
    var lines = ["link set dev \(move.bridge) address \(move.mac)", "link set dev \(move.interface) up"]
    lines.append("link set dev \(move.interface) master \(move.bridge)")
    lines += Self.lines(move, from: move.interface, to: move.bridge)
    let output = try await batch(lines, folder: folder)
    let now = try realm.look()
    guard now.link(move.interface)?.master == move.bridge, move.isComplete(on: move.bridge, now) else {
      throw .refused("ip", output, "move the addresses of '\(move.interface)' to '\(move.bridge)'")
    }
  }

  /// Gives the interface its addresses and routes back; what it has already stays.
  func giveBack(_ move: UplinkMove, folder: String) async throws(HostNetworkError) {
    guard !move.mac.isEmpty, try realm.look().link(move.interface)?.master == move.bridge else { return }
    let lines =
      ["link set dev \(move.interface) nomaster"] + Self.lines(move, from: move.bridge, to: move.interface)
      + (move.wasUp ? [] : ["link set dev \(move.interface) down"])
    let output = try await batch(lines, folder: folder)
    guard try move.isComplete(on: move.interface, realm.look()) else {
      throw .refused("ip", output, "give '\(move.interface)' its addresses back")
    }
  }

  /// Addresses first: the routes need them. `replace` takes what is there already for success.
  private static func lines(_ move: UplinkMove, from old: String, to new: String) -> [String] {
    let addresses = move.addresses.flatMap { words in
      ["address delete \(words.prefix { $0 != " " }) dev \(old)", "address replace \(words) dev \(new)"]
    }
    let addresses6 = move.addresses6.flatMap { words in
      ["address delete \(words.prefix { $0 != " " }) dev \(old)", "address replace \(words) dev \(new) nodad"]
    }
    return addresses + addresses6 + (move.routes + move.routes6).map { "route replace \($0) dev \(new)" }
  }

  private func batch(_ lines: [String], folder: String) async throws(HostNetworkError) -> HostTool.Output {
    let file = "\(folder)/uplink.batch"
    do { try DurableFile.replace((lines.joined(separator: "\n") + "\n").utf8, to: file) } catch {
      throw HostNetworkError(.failed, error.message)
    }
    defer { unlink(file) }
    // One line that fails must not cost the others; the result is looked at instead.
    return try await realm.run("ip", ["-force", "-batch", file])
  }

  private func list(_ words: [String]) async throws(HostNetworkError) -> [JSONValue] {
    let text = try await realm.must("ip", ["-j"] + words, to: "look at the uplink")
    guard text.contains("[") else { return [] }
    do { return try JSONValue(parsing: text).arrayValue ?? [] } catch {
      throw HostNetworkError(.failed, "`ip` answered what is not understood: \(error)")
    }
  }

  /// `192.0.2.7/24 broadcast 192.0.2.255`, and the lifetime that is left of one that DHCP gave.
  private static func words(address item: JSONValue) -> String? {
    guard let address = item["local"]?.stringValue, let length = item["prefixlen"]?.intValue else { return nil }
    let broadcast = item["broadcast"]?.stringValue.map { " broadcast \($0)" } ?? ""
    let words = "\(address)/\(length)\(broadcast)"
    let forever = Int(UInt32.max)
    guard item["dynamic"]?.boolValue == true, let valid = item["valid_life_time"]?.intValue, valid < forever,
      let preferred = item["preferred_life_time"]?.intValue
    else { return words }
    return "\(words) valid_lft \(valid) preferred_lft \(preferred)"
  }

  /// The words of `ip route add`; nil for those that the kernel makes with an address.
  private static func words(route item: JSONValue) -> String? {
    guard let destination = item["dst"]?.stringValue, item["protocol"]?.stringValue != "kernel",
      !destination.hasPrefix("fe80:"), !destination.hasPrefix("ff00:")
    else { return nil }
    var words = [destination]
    if let gateway = item["gateway"]?.stringValue { words += ["via", gateway] }
    for (key, word) in [("prefsrc", "src"), ("protocol", "proto"), ("scope", "scope")] {
      if let value = item[key]?.stringValue { words += [word, value] }
    }
    if let metric = item["metric"]?.intValue { words += ["metric", "\(metric)"] }
    if (item["flags"]?.arrayValue ?? []).contains("onlink") { words.append("onlink") }
    return words.joined(separator: " ")
  }
}

extension UplinkMove {
  /// Whether an interface has all of its IPv4 addresses.
  func isComplete(on interface: String, _ look: HostLook) -> Bool {
    let now = Set((look.link(interface)?.addresses ?? []).map(\.description))
    return addresses.allSatisfy { now.contains(String($0.prefix { $0 != " " })) }
  }
}
