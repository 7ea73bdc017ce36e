import Testing
import VMProfile

@testable import QEMU

@Suite("Derived MAC addresses")
struct MACDerivationTests {
  static let ann = HostIdentity(machineID: "0123456789abcdef", userID: 1000, project: "/home/ann/web")

  private func address(_ identity: HostIdentity = ann, _ name: String = "web", _ index: Int = 0) throws -> String {
    try MACAddress.derived(from: identity, machine: VMName(parsing: name), index: index).description
  }

  /// Changing these changes the addresses of every machine that people have.
  @Test func `Addresses are the same in every release`() throws {
    #expect(try address() == "1a:45:83:db:72:b3")
    #expect(try address(Self.ann, "web", 1) == "5a:36:af:8b:4f:48")
  }

  @Test func `Each input counts`() throws {
    var variants = [try address(), try address(Self.ann, "web", 1), try address(Self.ann, "db")]
    for change in [
      { (identity: inout HostIdentity) in identity.machineID = "1" }, { $0.userID = 1001 },
      { $0.project = "/home/ann" },
    ] {
      var identity = Self.ann
      change(&identity)
      variants.append(try address(identity))
    }
    // The same letters, cut elsewhere.
    variants.append(try address(HostIdentity(machineID: "0123456789abcdef1", userID: 0, project: "/home/ann/web")))
    variants.append(try address(HostIdentity(machineID: "0123456789abcdef", userID: 10, project: "00/home/ann/web")))
    #expect(Set(variants).count == variants.count)
  }

  /// On one network: colleagues with a host of their own and their home at the same path, and several users of a host.
  @Test func `Members of a team never have one address`() throws {
    var seen: Set<MACAddress> = []
    var count = 0
    let names = try ["web", "db", "cache"].map { try VMName(parsing: $0) }
    for host in 0..<20 {
      for user: UInt32 in [0, 1000, 1001] {
        for project in ["/home/ann/shop", "/home/ann/shop2", "/srv/shop"] {
          let identity = HostIdentity(machineID: "\(host)", userID: user, project: project)
          for name in names {
            for index in 0..<4 {
              seen.insert(.derived(from: identity, machine: name, index: index))
              count += 1
            }
          }
        }
      }
    }
    #expect(seen.count == count)
  }

  @Test func `Addresses are unicast, locally administered and spread evenly`() throws {
    var seen: Set<MACAddress> = []
    var bits = [Int](repeating: 0, count: 48)
    let name = try VMName(parsing: "web")
    let count = 100_000
    for index in 0..<count {
      let address = MACAddress.derived(from: Self.ann, machine: name, index: index)
      seen.insert(address)
      for bit in 0..<48 where address.octets[bit / 8] >> (7 - bit % 8) & 1 == 1 { bits[bit] += 1 }
    }
    #expect(seen.count == count)
    #expect(bits[7] == 0 && bits[6] == count)
    for (bit, ones) in bits.enumerated() where bit != 6 && bit != 7 {
      // Five standard deviations.
      #expect(abs(ones - count / 2) < 800, "bit \(bit)")
    }
  }

  @Test func `An address that another card has is not given again`() throws {
    let name = try VMName(parsing: "web")
    let first = MACAddress.derived(from: Self.ann, machine: name, index: 0)
    let second = MACAddress.derived(from: Self.ann, machine: name, index: 0, avoiding: [first])
    let third = MACAddress.derived(from: Self.ann, machine: name, index: 0, avoiding: [first, second])
    #expect(Set([first, second, third]).count == 3)
  }

  @Test func `A derived address gives way to one that the profile writes down`() throws {
    let name = try VMName(parsing: "web")
    let derived = MACAddress.derived(from: Self.ann, machine: name, index: 0)
    let profile = try Profile(
      yaml: "image: tiny\nnics:\n  - user\n  - mac: \(derived)\n    user:\n", name: name, file: "web.yml")
    var facts = try GoldenCase(name: "q35-default").facts()
    facts.identity = Self.ann
    let macs = try ResolvedMachine(profile, facts: facts).nics.map(\.mac)
    #expect(macs[1] == derived)
    #expect(macs[0] == MACAddress.derived(from: Self.ann, machine: name, index: 0, avoiding: [derived]))
  }

  /// FIPS 180-4's examples, and lengths around a block.
  @Test(
    "SHA-256 is SHA-256",
    arguments: [
      ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
      ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
      (
        "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
        "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
      ),
      (String(repeating: "a", count: 55), "9f4390f8d30c2dd92ec9f095b65e2b9ae9b0a925a5258e241c9f1e910f734318"),
      (String(repeating: "a", count: 64), "ffe054fe7ae0cb6dc65c3af9b61d5209f439851db43d0ba5997337df154668eb"),
      (String(repeating: "a", count: 1000), "41edece42d63e8d9bf515a9ba6932e1c20cbc9f5a5d134645adb5db1b9737ea3"),
    ])
  func digest(message: String, expected: String) {
    let digest = SHA256.digest(of: message.utf8)
    #expect(digest.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined() == expected)
  }
}
