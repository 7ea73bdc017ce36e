import Foundation
import Testing

/// vmrun ended by SIGKILL at every step of what it does to the host: one more `net down` removes all that is left.
@Suite(.enabled(if: NetworkSandbox.canRun && TestHost.canRunMachines, NetworkSandbox.why))
struct NetworkKilledTests {
  /// The most programs that one command may run.
  private static let limit = 60

  private func world(
    _ isRoot: Bool, _ body: (NetworkSandbox, NetworkUser, HostSnapshot) async throws -> Void
  ) async throws {
    try await NetworkSandbox.with(hasMachines: true) { world in
      let user = world.user(isRoot)
      try await user.settle()
      try await user.ship("networks/lab")
      try user.idleProfile("idle", network: "lab", "    address: 10.16.0.5/24\n")
      try await body(world, user, try await HostSnapshot(world))
    }
  }

  @Test(arguments: [true, false], KillingTools.Moment.allCases)
  func `at every program that 'net up' runs`(isRoot: Bool, moment: KillingTools.Moment) async throws {
    try await world(isRoot) { world, user, before in
      let tools = try KillingTools(user)
      var steps = 0
      for number in 1...Self.limit {
        let (result, call) = try await tools.run(["net", "up", "lab"], killAt: number, moment)
        guard let call else {
          #expect(result.status == 0, "\(result)")
          break
        }
        steps += 1
        // One that was not waited for may let vmrun be done before it is killed.
        #expect(result.status == 137 || result.status == 0, "\(moment) \(call): \(result)")
        try await expectGone(world, user, before, "\(moment) \(call)")
      }
      #expect(steps >= 5 && steps < Self.limit, "\(steps) steps")
      try await expectGone(world, user, before, "all steps")
    }
  }

  @Test(arguments: [true, false], KillingTools.Moment.allCases)
  func `at every program that 'net down' runs`(isRoot: Bool, moment: KillingTools.Moment) async throws {
    try await world(isRoot) { world, user, before in
      let tools = try KillingTools(user)
      for number in 1...Self.limit {
        try await user.must("net", "up", "lab")
        let (result, call) = try await tools.run(["net", "down", "lab"], killAt: number, moment)
        guard let call else {
          #expect(result.status == 0, "\(result)")
          try #require(number > 3)
          break
        }
        #expect(result.status == 137, "\(moment) \(call): \(result)")
        // The next 'net up' copes with what is there as well.
        if number.isMultiple(of: 2) {
          let up = try await user.vmrun("net", "up", "lab")
          #expect(up.status == 0, "\(moment) \(call): \(up)")
        }
        try await expectGone(world, user, before, "\(moment) \(call)")
      }
    }
  }

  @Test(arguments: [true, false], KillingTools.Moment.allCases)
  func `at every program that 'start' runs`(isRoot: Bool, moment: KillingTools.Moment) async throws {
    try await world(isRoot) { world, user, before in
      let tools = try KillingTools(user)
      for number in 1...Self.limit {
        let (result, call) = try await tools.run(["start", "idle"], killAt: number, moment)
        guard let call else {
          #expect(result.status == 0, "\(result)")
          try #require(number > 5)
          break
        }
        #expect(result.status == 137 || result.status == 0, "\(moment) \(call): \(result)")
        // A second start goes on from there.
        if number.isMultiple(of: 2) {
          let start = try await user.vmrun("start", "idle")
          #expect(start.status == 0, "\(moment) \(call): \(start)")
          #expect(try await user.ports() == ["vmr0"], "\(moment) \(call)")
        }
        let kill = try await user.vmrun("kill", "idle")
        #expect(kill.status == 0, "\(moment) \(call): \(kill)")
        try await expectGone(world, user, before, "\(moment) \(call)")
      }
      try await user.must("kill", "idle")
      try await expectGone(world, user, before, "all steps")
    }
  }

  /// The last machine takes its network along: whoever says so again, goes on from there.
  @Test(arguments: [true, false], KillingTools.Moment.allCases)
  func `at every program that the end of the last machine runs`(isRoot: Bool, moment: KillingTools.Moment) async throws
  {
    try await world(isRoot) { world, user, before in
      let tools = try KillingTools(user)
      for number in 1...Self.limit {
        try await user.must("start", "idle")
        let (result, call) = try await tools.run(["kill", "idle"], killAt: number, moment)
        guard let call else {
          #expect(result.status == 0, "\(result)")
          try #require(number > 3)
          break
        }
        #expect(result.status == 137, "\(moment) \(call): \(result)")
        let kill = try await user.vmrun("kill", "idle")
        #expect(kill.status == 0, "\(moment) \(call): \(kill)")
        try await world.expectSame(as: before, "\(moment) \(call)")
        #expect(try await user.recorded() == [], "\(moment) \(call)")
      }
    }
  }

  /// What happens between the programs: in half milliseconds.
  @Test(arguments: [true, false], ["net up lab", "net down lab", "start idle"])
  func `at any moment`(isRoot: Bool, words: String) async throws {
    try await world(isRoot) { world, user, before in
      let arguments = words.split(separator: " ").map(String.init)
      var delay = 0.004
      while true {
        if words == "net down lab" { try await user.must("net", "up", "lab") }
        let result = try await user.killed(after: delay, arguments)
        _ = try await user.vmrun("kill", "idle")
        try await expectGone(world, user, before, "\(words), \(delay) s")
        // 124: it was done in the moment in which it was to be killed (timeout(1)).
        guard [124, 137].contains(result.status) else {
          #expect(result.status == 0, "\(result)")
          break
        }
        // Not the same moments in every run.
        delay += 0.0005 * Double(Int.random(in: 1...16))
        try #require(delay < 5)
      }
    }
  }

  private func expectGone(
    _ world: NetworkSandbox, _ user: NetworkUser, _ before: HostSnapshot, _ moment: String
  ) async throws {
    let down = try await user.vmrun("net", "down", "lab")
    #expect(down.status == 0, "\(moment): \(down)")
    try await world.expectSame(as: before, moment)
    #expect(try await user.recorded() == [], "\(moment)")
  }
}
