import Foundation
import Testing

/// What a machine's profile may have wrong about its network: said with the place, and nothing stays up.
@Suite(.enabled(if: NetworkSandbox.canRun && TestHost.canRunMachines, NetworkSandbox.why))
struct NetworkProfileFaultTests {
  @Test(arguments: [
    (
      "    network: lap\n", 78,
      "vmrun: Profiles/web.yml:5:14: there is no network 'lap': did you mean 'lab'?\n"
    ),
    (
      "    network: elsewhere\n", 78,
      "vmrun: Profiles/web.yml:5:14: there is no network 'elsewhere'; known are lab: write Profiles/networks/elsewhere.yml\n"
    ),
    (
      "    network: lab\n    address: 10.17.0.5/24\n", 78,
      "vmrun: Profiles/web.yml:6:14: 'address' is '10.17.0.5/24', and network 'lab' is 10.16.0.0/24: write an address of that "
        + "network with /24\n"
    ),
    (
      "    network: lab\n    address: 10.16.0.1/24\n", 78,
      "vmrun: Profiles/web.yml:6:14: 'address' is '10.16.0.1/24', which the host itself has in network 'lab': write "
        + "another\n"
    ),
    (
      "    network: lab\n    address: 10.16.0.2/24\n", 78,
      "vmrun: nic0 of 'web' has the address 10.16.0.2, which the namespace 'navy' of network 'lab' has already: write "
        + "another\n"
    ),
    (
      "    network: lab\n    address: 10.16.0.5/24\n  - {model: virtio, network: lab, address: 10.16.0.5/24}\n", 78,
      "vmrun: nic1 of 'web' has the address 10.16.0.5, which nic0 of 'web' has in network 'lab' already: write another\n"
    ),
  ])
  func `a card that does not fit its network`(card: String, status: Int32, message: String) async throws {
    try await NetworkSandbox.with(hasMachines: true) { world in
      let user = world.admin
      try await user.settle()
      try await user.ship("networks/lab")
      try user.profile("web", "image: ./empty.img\nmemory: 64M\nnics:\n  - model: virtio\n" + card)
      let before = try await HostSnapshot(world)
      let start = try await user.vmrun("start", "web")
      #expect(start.error == message)
      #expect(start.status == status)
      try await world.expectSame(as: before)
      #expect(try await user.recorded() == [])
    }
  }

  @Test(arguments: [true, false])
  func `two machines with one address or one MAC address`(isRoot: Bool) async throws {
    try await NetworkSandbox.with(hasMachines: true) { world in
      let user = world.user(isRoot)
      try await user.settle()
      try await user.ship("networks/lab")
      let own = "    address: 10.16.0.5/24\n    mac: 52:54:00:12:34:56\n"
      try user.idleProfile("one", network: "lab", own)
      try user.idleProfile("two", network: "lab", "    address: 10.16.0.5/24\n")
      try user.idleProfile("three", network: "lab", "    mac: 52:54:00:12:34:56\n")
      let before = try await HostSnapshot(world)
      try await user.must("start", "one")
      let two = try await user.vmrun("start", "two")
      #expect(
        two.error
          == "vmrun: nic0 of 'two' has the address 10.16.0.5, which nic0 of 'one' has in network 'lab' already: "
          + "write another\n")
      #expect(two.status == 78)
      let three = try await user.vmrun("start", "three")
      #expect(
        three.error
          == "vmrun: nic0 of 'three' has the MAC address 52:54:00:12:34:56, which nic0 of 'one' has in network "
          + "'lab' already: write another, or none to have one derived\n")
      #expect(three.status == 78)
      #expect(try await user.ports() == ["vmr0"])
      // It is free when its owner is gone.
      try await user.must("kill", "one")
      try await user.must("start", "two")
      try await user.must("kill", "two")
      try await world.expectSame(as: before)
    }
  }
}
