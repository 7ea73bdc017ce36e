/// Gathers what a profile reaches, in the order of its keys.
struct HostReachCollector {
  let locations: SourceMap
  private(set) var reaches: [HostReach] = []

  init(_ locations: SourceMap) { self.locations = locations }

  mutating func add(_ kind: HostReach.Kind, _ keyPath: String, _ sentence: String, path: String? = nil) {
    reaches.append(
      HostReach(kind: kind, keyPath: keyPath, location: locations[keyPath], sentence: sentence, path: path))
  }

  /// A file beyond the profile's folder; what lies within came with the profile.
  mutating func addFile(_ path: HostPath?, _ keyPath: String, writes: Bool = false) {
    guard let path, path.leavesFolder else { return }
    add(.file, keyPath, "\(writes ? "reads and writes" : "reads") the file \(path)", path: "\(path)")
  }

  mutating func addCard(_ attachment: Attachment, _ path: String) {
    let key = "\(path).\(attachment.keyword)"
    for (index, forward) in attachment.forwards.enumerated() where !forward.hostAddress.isLoopback {
      let address = forward.hostAddress == .any ? "every address of this host" : "\(forward.hostAddress)"
      add(
        .port, "\(key).forward[\(index)]",
        "lets other hosts reach port \(forward.guestPort)/\(forward.transport.rawValue) of the guest through \(address)"
      )
    }
    switch attachment {
    case .user, .passt, .none, .network: break
    case .tap(let tap): addTap(tap, key)
    case .socket(let socket): addSocket(socket, key)
    case .vde(let plug):
      if let folder = plug.path { add(.interface, key, "plugs the guest into the host's switch \(folder)") }
    }
  }

  private mutating func addTap(_ tap: TapAttachment, _ key: String) {
    switch tap {
    case .made(nil): add(.interface, key, "makes a TAP interface on this host")
    case .made(let bridge?): add(.interface, "\(key).bridge", "plugs the guest into the host's bridge \(bridge)")
    case .existing(let name): add(.interface, "\(key).ifname", "plugs the guest into the host's interface \(name)")
    case .scripted(let name, let script, let downscript):
      add(.interface, "\(key).ifname", "plugs the guest into the host's interface \(name)")
      if let path = script.path {
        add(.script, "\(key).script", "runs \(path) as root when the machine starts", path: path)
      }
      if let path = downscript.path {
        add(.script, "\(key).downscript", "runs \(path) as root when the machine ends", path: path)
      }
    }
  }

  private mutating func addSocket(_ socket: SocketAttachment, _ key: String) {
    switch socket {
    case .listen(let address):
      guard !address.host.isLoopback else { return }
      add(.port, "\(key).listen", "takes frames for the guest from other hosts at \(address)")
    case .connect(let address):
      guard !address.host.isLoopback else { return }
      add(.port, "\(key).connect", "exchanges the guest's frames with \(address)")
    case .mcast(let group, let local):
      guard local?.isLoopback != true else { return }
      add(.port, "\(key).mcast", "exchanges the guest's frames with the group \(group) on this host's network")
    case .udp(let remote, let local):
      guard !remote.host.isLoopback || !local.host.isLoopback else { return }
      add(.port, "\(key).udp", "exchanges the guest's frames with \(remote) through \(local)")
    }
  }
}

extension IPv4Address {
  /// Of 127.0.0.0/8, which no other host reaches.
  fileprivate var isLoopback: Bool { value >> 24 == 127 }
}
