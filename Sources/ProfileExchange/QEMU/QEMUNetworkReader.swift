internal import VMProfile

/// Reads what a card is plugged into (qemu(1), `-netdev`).
struct QEMUNetworkReader {
  let values: OptionValues
  let option: QEMUOption
  private(set) var remarks: [String] = []
  private(set) var losses: [ImportLoss] = []

  /// The command lines of passt by the path of its socket.
  private let passts: [String: [String]]

  init(values: OptionValues, option: QEMUOption, passts: [String: [String]] = [:]) {
    self.passts = passts
    self.values = values
    self.option = option
  }

  private mutating func lose(_ what: String, _ why: String) {
    losses.append(ImportLoss(line: option.line, what: what, why: why))
  }

  private mutating func loseOthers(_ known: [String]) {
    let shared = ["type", "id", "model", "mac", "macaddr", "vlan", "name", "netdev"]
    let others = values.others(than: Set(known + shared)).map { "\($0.key)=\($0.value)" }
    if !others.isEmpty { lose("-\(option.name) \(others.joined(separator: ","))", "vmrun has nothing like it") }
  }

  /// - Returns: a card without a cable where vmrun has nothing like it.
  mutating func attachment() -> Attachment {
    switch values["type"] {
    case "user", "slirp": return .user(user())
    case "passt":
      loseOthers([])
      return .passt(forwards: [])
    case "stream" where values["addr.path"].flatMap({ passts[$0] }) != nil: return passt()
    case "tap": return tap()
    case "bridge":
      loseOthers(["br", "helper"])
      return bridge(values["br"] ?? "br0")
    case "vde":
      loseOthers(["sock"])
      if let place = values["sock"].flatMap(VDESwitch.init), !place.description.contains("$") { return .vde(place) }
    case "socket", "stream", "dgram": if let socket = socket() { return .socket(socket) }
    case "none", "hubport": return .none
    default: break
    }
    lose(option.text, "vmrun has nothing to plug it into: the card has no cable")
    return .none
  }

  private mutating func user() -> UserNetwork {
    let plain = ["ipv4", "ipv6"].filter { values[$0] == "on" }
    loseOthers(["hostfwd", "net", "restrict", "hostname"] + plain)
    var network = UserNetwork(restrict: values.isOn("restrict"))
    for forward in values.all("hostfwd") {
      if let forward = self.forward(forward) { network.forwards.append(forward) }
    }
    if let net = values["net"] {
      network.net = IPv4Interface(net)
      if network.net == nil { lose("net=\(net)", "it is no network such as 10.0.2.0/24") }
    }
    if let name = values["hostname"] {
      let isName = name.utf8.count <= 63 && QEMUImport.isModel(name) && !name.contains("_") && !name.hasSuffix("-")
      if isName { network.hostname = name } else { lose("hostname=\(name)", "it is no host name") }
    }
    return network
  }

  /// `[tcp|udp]:[address]:port-[address]:port`
  private mutating func forward(_ text: String) -> PortForward? {
    let ends = text.split(separator: "-", omittingEmptySubsequences: false).map {
      $0.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
    }
    guard ends.count == 2, ends[0].count == 3, (1...2).contains(ends[1].count),
      let transport = PortForward.Transport(rawValue: ends[0][0].isEmpty ? "tcp" : ends[0][0]),
      let host = UInt16(ends[0][2]), let guest = ends[1].last.flatMap(UInt16.init),
      let address = ends[0][1].isEmpty ? .loopback : IPv4Address(ends[0][1]),
      let forward = PortForward(transport: transport, hostAddress: address, hostPort: host, guestPort: guest)
    else {
      lose("hostfwd=\(text)", "it is no forward from an IPv4 port to a port of the guest")
      return nil
    }
    if ends[0][1].isEmpty {
      remarks.append("QEMU listens for port \(guest) on all addresses: write 0.0.0.0:\(host):\(guest) if it has to")
    }
    if ends[1].count == 2, !["", "10.0.2.15"].contains(ends[1][0]) {
      lose("hostfwd=\(text)", "a forward leads to the card's own address, not to \(ends[1][0])")
    }
    return forward
  }

  private mutating func tap() -> Attachment {
    loseOthers(["ifname", "script", "downscript", "br"] + (values["queues"] == "1" ? ["queues"] : []))
    for key in ["script", "downscript"] {
      guard let script = values[key], script != "no" else { continue }
      lose("\(key)=\(script)", "a program of the host is not taken over unseen: write it under `tap:` if you know it")
    }
    if let name = values["br"] { return bridge(name) }
    guard let name = values["ifname"] else { return .tap(.made(bridge: nil)) }
    guard let interface = InterfaceName(name) else {
      lose("ifname=\(name)", "it is no name of an interface")
      return .tap(.made(bridge: nil))
    }
    remarks.append("\(interface) must be there; without ifname vmrun makes a TAP that goes with the machine")
    return .tap(.existing(interface))
  }

  /// `--tcp-ports 127.0.0.1/2222:22`
  private mutating func passt() -> Attachment {
    let words = passts[values["addr.path"] ?? ""] ?? []
    var forwards: [PortForward] = []
    for (option, value) in zip(words, words.dropFirst()) {
      guard let transport = ["--tcp-ports": "tcp", "-t": "tcp", "--udp-ports": "udp", "-u": "udp"][option] else {
        continue
      }
      let (place, ports) = value.split(separator: "/", maxSplits: 1).map(String.init).endsOfPasst
      let text = "\(place ?? "0.0.0.0"):\(ports)/\(transport)"
      if let forward = PortForward(text) {
        forwards.append(forward)
      } else {
        lose("\(option) \(value)", "it is no forward from an IPv4 port to a port of the guest")
      }
    }
    return .passt(forwards: forwards)
  }

  private mutating func bridge(_ name: String) -> Attachment {
    guard let interface = InterfaceName(name) else {
      lose("br=\(name)", "it is no name of a bridge")
      return .tap(.made(bridge: nil))
    }
    remarks.append("the bridge \(interface) must be there; `network:` has vmrun bring one up")
    return .tap(.made(bridge: interface))
  }

  private mutating func socket() -> SocketAttachment? {
    // `listen=:4000` is every address of the host.
    let address = { (text: String?) -> SocketAddress? in
      text.flatMap { SocketAddress($0.hasPrefix(":") ? "0.0.0.0\($0)" : $0) }
    }
    let joined = { (values: OptionValues, key: String) -> SocketAddress? in
      guard let host = values["\(key).host"], let port = values["\(key).port"] else { return nil }
      return SocketAddress("\(host):\(port)")
    }
    if let listen = address(values["listen"]) { return .listen(listen) }
    if let connect = address(values["connect"]) { return .connect(connect) }
    if let group = address(values["mcast"]) {
      return .mcast(group, localaddr: values["localaddr"].flatMap(IPv4Address.init))
    }
    if let remote = address(values["udp"]), let local = address(values["localaddr"]) {
      return .udp(remote: remote, localaddr: local)
    }
    if values["type"] == "stream", let end = joined(values, "addr") {
      return values.isOn("server") ? .listen(end) : .connect(end)
    }
    guard values["type"] == "dgram", let remote = joined(values, "remote") else { return nil }
    let local = joined(values, "local")
    if (224...239).contains(remote.host.value >> 24) { return .mcast(remote, localaddr: local?.host) }
    return local.map { .udp(remote: remote, localaddr: $0) }
  }
}

extension [String] {
  /// Address and ports of passt's option; a port alone leads to the same one.
  fileprivate var endsOfPasst: (place: String?, ports: String) {
    let ports = last ?? ""
    return (count == 2 ? first : nil, ports.contains(":") ? ports : "\(ports):\(ports)")
  }
}
