internal import VMProfile

extension ImportedProfile {
  /// Settles what no profile can have, so that whatever was read makes one.
  mutating func tidy() {
    tidyMachine()
    leaveOutSeeds { Self.isNamedSeed($0) ? "by its name it is a cloud-init seed" : nil }
    tidyTexts()
    tidyParts()
    if startsFromCD, cdrom == nil {
      lose("the start from a CD", "the source has no CD")
      startsFromCD = false
    }
    tidyCards()
    sortLosses()
  }

  mutating func sortLosses() {
    // In the order of the file; what is of no line comes last.
    let order = losses.enumerated().sorted {
      ($0.element.line == 0 ? .max : $0.element.line, $0.offset) < (
        $1.element.line == 0 ? .max : $1.element.line, $1.offset
      )
    }
    losses = order.map(\.element)
  }

  private mutating func tidyMachine() {
    guard let board = machine, let arch, !MachineType.available(for: arch).contains(board) else { return }
    lose("\(board)", "\(arch) has no such board: it gets the usual one")
    machine = nil
  }

  /// As many as a profile can have.
  private mutating func tidyParts() {
    if machine == .microvm, isUEFI == true {
      lose("UEFI", "board 'microvm' has none")
      isUEFI = nil
    }
    for disk in disks.dropFirst(1 + Self.maximumDisks) { lose(disk.file, "a machine has at most 8 further disks") }
    disks = Array(disks.prefix(1 + Self.maximumDisks))
    for share in shares.dropFirst(Self.maximumShares) { lose(share.path, "a machine has at most 8 shares") }
    shares = Array(shares.prefix(Self.maximumShares))
    let isSize = { (size: ByteSize) in (1 << 20...64 << 40).contains(size.bytes) && size.bytes % 512 == 0 }
    if let size = diskSize, !isSize(size) {
      lose("\(size)", "a disk has 1M to 64T, in whole sectors")
      diskSize = nil
    }
    var names: Set<String> = []
    for index in disks.indices {
      if let size = disks[index].size, !isSize(size) {
        lose("\(size)", "a disk has 1M to 64T, in whole sectors")
        disks[index].size = nil
      }
      if let name = disks[index].name, !names.insert("\(name)").inserted {
        lose("\(name)", "two disks have this serial number: the second gets a name of its own")
        disks[index].name = nil
      }
    }
  }

  private mutating func tidyTexts() {
    description = description.map {
      String($0.unicodeScalars.map { $0.properties.generalCategory == .control ? " " : Character($0) })
    }
    let isPath = { (path: String) in
      !path.isEmpty && !path.hasSuffix("/") && !path.contains("://") && !path.hasPrefix("json:")
        && path.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control }
    }
    for disk in disks where !isPath(disk.file) { lose(disk.file, "a disk is an image in a file of this host") }
    disks.removeAll { !isPath($0.file) }
    for index in disks.indices {
      guard let base = disks[index].base, !isPath(base) else { continue }
      lose(base, "a disk is an image in a file of this host")
      disks[index].base = nil
    }
    for share in shares where !isPath(share.path) || !Self.isTag(share.tag) {
      lose("\(share.tag): \(share.path)", "it is no folder with a tag of letters and digits")
    }
    shares.removeAll { !isPath($0.path) || !Self.isTag($0.tag) }
    for file in [\Self.cdrom, \.kernel, \.initrd] {
      guard let path = self[keyPath: file], !isPath(path) else { continue }
      if !path.isEmpty { lose(path, "it is no file of this host") }
      self[keyPath: file] = nil
    }
    if kernel == nil, initrd != nil || append != nil {
      lose("-initrd, -append", "they belong to a kernel, and there is none")
      (initrd, append) = (nil, nil)
    }
    if let text = append,
      text.unicodeScalars.contains(where: { $0.properties.generalCategory == .control })
        || text.utf8.count > 2047
    {
      lose("-append", "a kernel's command line is one line of text")
      append = nil
    }
  }

  private static func isTag(_ text: String) -> Bool {
    text.utf8.count <= 31
      && text.unicodeScalars.allSatisfy {
        $0.isASCII && ($0.properties.isAlphabetic || ("0"..."9").contains($0) || "._-".unicodeScalars.contains($0))
      }
      && text.first?.isLetter == true
  }

  private mutating func tidyCards() {
    guard var cards = nics else { return }
    for index in cards.indices.dropFirst(Self.maximumNICs) {
      lose("card \(index + 1)", "a machine has at most 32 cards")
    }
    cards = Array(cards.prefix(Self.maximumNICs))
    var addresses: Set<MACAddress> = []
    var forwards: [PortForward] = []
    for index in cards.indices {
      if let mac = cards[index].nic.mac, !addresses.insert(mac).inserted {
        lose("\(mac)", "two cards have this address: the second gets one of its own")
        cards[index].nic.mac = nil
      }
      var kept: [PortForward] = []
      for forward in cards[index].nic.attachment.forwards {
        if forwards.contains(where: { $0.collides(with: forward) }) {
          lose("\(forward)", "the host's port is forwarded already")
        } else {
          kept.append(forward)
          forwards.append(forward)
        }
      }
      cards[index].nic.attachment.forwards = kept
      guard case .user(var user) = cards[index].nic.attachment, let net = user.net else { continue }
      // What the card has anyhow.
      if "\(net)" == "10.0.\(2 + index).0/24" {
        user.net = nil
        cards[index].nic.attachment = .user(user)
        continue
      }
      if net.address != net.network || !(8...28).contains(net.prefixLength) {
        user.net = IPv4Interface(address: net.network, prefixLength: min(max(net.prefixLength, 8), 28))
          .flatMap { IPv4Interface(address: $0.network, prefixLength: $0.prefixLength) }
        lose("net=\(net)", "the network is \(user.net.map { "\($0)" } ?? "left out")")
        cards[index].nic.attachment = .user(user)
      }
    }
    nics = cards
  }

  private static let maximumNICs = 32
  private static let maximumDisks = 8
  private static let maximumShares = 8
}
