import QEMU
import Testing
import VMProfile

@Suite("What a network tells the cards in it")
struct NetworkFactsTests {
  private func nic(_ nic: String, _ words: String) throws -> ResolvedNIC {
    let yaml = "image: tiny\nnics: [\(nic)]\n"
    let profile = try Profile(yaml: yaml, name: VMName(parsing: "web"), file: "web.yml")
    var golden = GoldenCase(name: "q35-default")
    golden.words = Set(words.split(separator: " ").map(String.init))
    return try #require(try ResolvedMachine(profile, facts: golden.facts()).nics.first)
  }

  private let lab = "network=lab:br-lab:10.16.0.1/24"

  @Test func `A fixed address gets the network's gateway and DNS server`() throws {
    let nic = try nic("{network: lab, address: 10.16.0.5/24}", "\(lab) dhcp mtu=1400")
    #expect(nic.gateway?.description == "10.16.0.1")
    #expect(nic.dns.map(\.description) == ["10.16.0.1"])
    #expect(nic.bridge == "br-lab")
    #expect(nic.mtu == 1400)
  }

  @Test func `Without a server on the host there is no DNS`() throws {
    let nic = try nic("{network: lab, address: 10.16.0.5/24}", lab)
    #expect(nic.gateway?.description == "10.16.0.1")
    #expect(nic.dns == [])
    #expect(nic.mtu == nil)
  }

  @Test func `What the card says itself stays`() throws {
    let nic = try nic("{network: lab, address: 10.16.0.5/24, gateway: 10.16.0.9, dns: 9.9.9.9}", "\(lab) dhcp")
    #expect(nic.gateway?.description == "10.16.0.9")
    #expect(nic.dns.map(\.description) == ["9.9.9.9"])
  }

  @Test func `DHCP tells a card without an address all of it`() throws {
    let nic = try nic("{network: lab}", "\(lab) dhcp")
    #expect(nic.gateway == nil)
    #expect(nic.dns == [])
  }
}
