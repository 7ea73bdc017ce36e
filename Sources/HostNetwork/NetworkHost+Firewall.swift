extension NetworkHost {
  func firewallWarnings(_ record: NetworkRecord) async -> [String] { [] }
}
