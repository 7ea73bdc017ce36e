/// What the human monitor's `info network` prints: cards, their networks, and filters on these.
///
/// QEMU has no command for programs that tells this. The texts are alike in 7.2 and 10.0; a line that is not
/// understood is left out.
package struct NetworkInfo: Sendable, Equatable {
  package struct Client: Sendable, Equatable {
    package var id: String
    /// `nic`, `user`, `tap`, ….
    package var type: String
    /// All of its settings, such as `model` and `macaddr` of a card.
    package var settings: [String: String]
    /// The client on the other side of the cable.
    package var peer: String?
  }

  package struct Filter: Sendable, Equatable {
    package var id: String
    package var netdev: String
    /// Of a `filter-dump`.
    package var file: String?
  }

  package var clients: [Client] = []
  package var filters: [Filter] = []

  package init(_ text: String) {
    for line in text.split(whereSeparator: \.isNewline) {
      if line.hasPrefix("  - ") {
        addFilter(line.dropFirst(4))
      } else if line.hasPrefix(" \\ ") {
        addClient(line.dropFirst(3), isPeer: true)
      } else {
        addClient(line, isPeer: false)
      }
    }
  }

  /// The cards, by id.
  package var nics: [Client] { clients.filter { $0.type == "nic" } }

  package func client(_ id: String) -> Client? { clients.first { $0.id == id } }

  /// `net0: index=0,type=user,net=10.0.2.0,restrict=off`
  private mutating func addClient(_ line: Substring, isPeer: Bool) {
    guard let colon = line.firstRange(of: ": ") else { return }
    let settings = Self.settings(line[colon.upperBound...])
    guard let type = settings["type"] else { return }
    var client = Client(id: String(line[..<colon.lowerBound]), type: type, settings: settings)
    if isPeer, let card = clients.indices.last {
      client.peer = clients[card].id
      clients[card].peer = client.id
    }
    clients.append(client)
  }

  /// `capture-nic1: type=filter-dump,file=/tmp/a.pcap,maxlen=65536,…,netdev=net1,queue=all`
  private mutating func addFilter(_ line: Substring) {
    guard let colon = line.firstRange(of: ": ") else { return }
    let settings = Self.settings(line[colon.upperBound...])
    guard let netdev = settings["netdev"] else { return }
    // A file's name may hold commas: it ends where the next setting begins.
    let file = line.firstRange(of: ",file=").flatMap { start in
      line[start.upperBound...].firstRange(of: ",maxlen=").map { String(line[start.upperBound..<$0.lowerBound]) }
    }
    filters.append(Filter(id: String(line[..<colon.lowerBound]), netdev: netdev, file: file))
  }

  private static func settings(_ text: Substring) -> [String: String] {
    text.split(separator: ",").reduce(into: [:]) { result, part in
      let halves = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      if halves.count == 2 { result[String(halves[0])] = String(halves[1]) }
    }
  }
}
