/// STUB
struct Uplink {
  let realm: NetworkRealm
  func move(_ record: inout NetworkRecord, save: (NetworkRecord) throws(HostNetworkError) -> Void)
    async throws(HostNetworkError)
  {}
  func giveBack(_ move: UplinkMove) async throws(HostNetworkError) {}
}
