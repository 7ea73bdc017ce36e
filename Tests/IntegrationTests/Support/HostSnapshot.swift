import Foundation
import Testing

/// All that a network could have changed on a host, as text: two of them are equal when nothing is left.
struct HostSnapshot: Equatable {
  /// One item a line, sorted within its part.
  var lines: [String]

  init(_ world: NetworkSandbox, sourceLocation: SourceLocation = #_sourceLocation) async throws {
    let mark = "==part=="
    let text = try await world.must(
      """
      ip -j -d link; echo '\(mark)'
      ip -j address; echo '\(mark)'
      ip -j route show table all; echo '\(mark)'
      ip -j rule; echo '\(mark)'
      nft -j list ruleset; echo '\(mark)'
      ip netns list | cut -d' ' -f1; echo '\(mark)'
      grep -r . /proc/sys/net/ipv4 /proc/sys/net/ipv6 2>/dev/null || :; echo '\(mark)'
      cat /proc/[0-9]*/stat 2>/dev/null || :
      """, sourceLocation: sourceLocation)
    let parts = text.components(separatedBy: mark)
    try #require(parts.count == 8, "\(text)", sourceLocation: sourceLocation)
    lines = []
    for (index, kind) in ["link", "address", "route", "rule", "nft"].enumerated() {
      lines += try Self.items(parts[index]).map { "\(kind) \($0)" }.sorted()
    }
    lines += parts[5].split(separator: "\n").map { "netns \($0)" }.sorted()
    lines += parts[6].split(separator: "\n").map(String.init).filter { line in
      // What changes by itself.
      !["/ipv4/route/", "tcp_fastopen_key", "stable_secret"].contains(where: line.contains)
    }.sorted()
    lines += Self.processes(parts[7])
  }

  /// What one has and the other has not; empty when they are equal.
  static func difference(_ before: HostSnapshot, _ after: HostSnapshot) -> String {
    let gone = before.lines.filter { !Set(after.lines).contains($0) }.map { "- \($0)" }
    let new = after.lines.filter { !Set(before.lines).contains($0) }.map { "+ \($0)" }
    return (gone + new).joined(separator: "\n")
  }

  /// The objects of a list, without what counts, numbers or ages.
  private static func items(_ text: String) throws -> [String] {
    guard text.contains("{") else { return [] }
    let object = try JSONSerialization.jsonObject(with: Data(text.utf8))
    let list = (object as? [Any]) ?? ((object as? [String: Any])?["nftables"] as? [Any]) ?? []
    return try list.compactMap { item in
      let item = plain(item)
      // nft says what it is itself.
      if (item as? [String: Any])?["metainfo"] != nil { return nil }
      return String(decoding: try JSONSerialization.data(withJSONObject: item, options: .sortedKeys), as: UTF8.self)
    }
  }

  private static func plain(_ value: Any) -> Any {
    let volatile: Set<String> = [
      "ifindex", "link_index", "link_netnsid", "handle", "stats64", "stats", "packets", "bytes", "gc_timer",
      "valid_life_time", "preferred_life_time", "expires",
    ]
    if let list = value as? [Any] { return list.map(plain) }
    guard let object = value as? [String: Any] else { return value }
    return object.filter { !volatile.contains($0.key) && !$0.key.hasSuffix("_timer") }.mapValues(plain)
  }

  /// The names of those that run, without the sandbox's own and the ones that took this snapshot.
  private static func processes(_ text: String) -> [String] {
    let names = text.split(separator: "\n").compactMap { line -> String? in
      guard let open = line.firstIndex(of: "("), let close = line.lastIndex(of: ")") else { return nil }
      let name = String(line[line.index(after: open)..<close])
      let state = line[line.index(after: close)...].dropFirst().split(separator: " ").first ?? ""
      guard state != "Z", state != "X", !["sh", "cat", "grep", "python3", "nsenter"].contains(name) else { return nil }
      return name
    }
    // The second of a name is another one.
    return Dictionary(grouping: names, by: \.self).sorted { $0.key < $1.key }.flatMap { name, list in
      list.indices.map { "process \(name) \($0 + 1)" }
    }
  }
}

extension NetworkSandbox {
  /// Checks that all is as it was. What ends by itself gets a moment.
  func expectSame(
    as before: HostSnapshot, _ moment: String = "", sourceLocation: SourceLocation = #_sourceLocation
  ) async throws {
    let deadline = ContinuousClock.now + .seconds(10)
    var after = try await HostSnapshot(self, sourceLocation: sourceLocation)
    while after != before, ContinuousClock.now < deadline {
      try await Task.sleep(for: .milliseconds(100))
      after = try await HostSnapshot(self, sourceLocation: sourceLocation)
    }
    let difference = HostSnapshot.difference(before, after)
    #expect(difference == "", "\(moment): something is left", sourceLocation: sourceLocation)
  }
}
