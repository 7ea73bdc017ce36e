internal import QMP
internal import Testing

@testable internal import MonitorShell

@Suite struct CompleterTests {
  private let schema: QMPSchema

  init() throws { schema = try Schema.make() }

  /// Completes at `|`.
  private func complete(
    _ marked: String, mode: Shell.Mode = .qmp, _ change: (inout CompletionKnowledge) -> Void = { _ in }
  ) -> Completion {
    let cursor =
      marked.unicodeScalars.firstIndex(of: "|").map {
        marked.unicodeScalars.distance(from: marked.unicodeScalars.startIndex, to: $0)
      } ?? 0
    var knowledge = CompletionKnowledge()
    change(&knowledge)
    let text = marked.replacing("|", with: "")
    return Completer(text, cursor: cursor, mode: mode, schema: schema).completion(knowledge)
  }

  private func labels(_ marked: String, mode: Shell.Mode = .qmp) -> [String] {
    complete(marked, mode: mode).candidates.map(\.label)
  }

  @Test func `the first word is a command of the shell's or QEMU's`() {
    #expect(labels("query-|") == ["query-name", "query-status"])
    #expect(labels("q|").contains("quit"))
    #expect(complete("query-n|").insertion == "query-name ")
    #expect(labels("qmp qui|") == ["quit"])
  }

  @Test func `argument names are offered once`() {
    #expect(labels("set_link |") == ["name=", "up="])
    #expect(labels("set_link up=on |") == ["name="])
    #expect(labels("set_link n|ame") == ["name="])
  }

  @Test func `values come from enumerations and booleans`() {
    #expect(labels("netdev_add type=|") == ["none", "tap", "user"])
    #expect(labels("set_link name=x up=|") == ["off", "on"])
    #expect(complete("set_link up=of|").insertion == "off ")
  }

  @Test func `a chosen variant brings its own arguments and no others`() {
    #expect(labels("netdev_add type=user |") == ["hostfwd.0.", "hostname=", "id=", "restrict="])
    #expect(labels("netdev_add type=tap |") == ["id=", "ifname=", "vhost="])
    #expect(labels("netdev_add |") == ["id=", "type="])
  }

  @Test func `members of members are completed`() {
    #expect(labels("blockdev-add driver=qcow2 f|") == ["file.", "file="])
    #expect(labels("blockdev-add driver=qcow2 file.|") == ["file.detect=", "file.driver=", "file.node-name="])
    #expect(labels("blockdev-add driver=qcow2 file.driver=file file.f|") == ["file.filename="])
    #expect(labels("blockdev-add driver=qcow2 file.driver=|") == ["file", "qcow2"])
    #expect(labels("netdev_add type=user hostfwd.0.|") == ["hostfwd.0.str="])
  }

  @Test func `drivers and the properties of the chosen one are completed`() {
    let needs = Completer("device_add driver=", cursor: 18, mode: .qmp, schema: schema).needs
    #expect(needs.deviceTypes)
    #expect(complete("device_add driver=e|") { $0.deviceTypes = ["e1000", "virtio-net-pci"] }.insertion == "e1000 ")
    #expect(Completer("device_add driver=e1000 ", cursor: 24, mode: .qmp, schema: schema).needs.driver == "e1000")
  }

  @Test(arguments: [
    ("netdev_del id=", LiveKind.netdevs), ("device_add driver=x netdev=", .netdevs), ("set_link name=", .cables),
    ("qom-list path=/machine/per", .qomPaths(parent: "/machine")), ("device_add bus=", .buses),
    ("qom-set path=/a property=", .qomProperties(path: "/a")),
  ])
  func `what exists in the machine is asked for`(line: String, kind: LiveKind) {
    let cursor = line.unicodeScalars.count
    #expect(Completer(line, cursor: cursor, mode: .qmp, schema: schema).needs.live == kind)
  }

  @Test func `a live name is typed with quotes where it needs them`() {
    let offered = complete("netdev_del id=|") { $0.live = ["a b"] }
    #expect(offered.insertion == "'a b' ")
    #expect(offered.start == 14)
    #expect(complete("netdev_del id=\"n|") { $0.live = ["n1"] }.insertion == "\"n1\" ")
  }

  @Test func `several candidates give what they have in common`() {
    #expect(complete("netdev_del id=|") { $0.live = ["net0", "net1"] }.insertion == "net")
  }

  @Test func `HMP's words are completed in both modes`() {
    let know: (inout CompletionKnowledge) -> Void = { knowledge in
      knowledge.hmpCommands = ["info", "stop"]
      knowledge.hmpTopics = ["network", "status"]
    }
    #expect(complete("hmp in|", know).insertion == "info ")
    #expect(complete("hmp info n|", know).insertion == "network ")
    #expect(complete("in|", mode: .hmp, know).insertion == "info ")
    #expect(complete("info s|", mode: .hmp, know).insertion == "status ")
  }

  @Test func `the shell's own words are completed`() {
    #expect(labels("events o|") == ["off", "on", "only"])
    #expect(labels("wait RE|") == ["RESET"])
    #expect(labels("wait RESET |") == ["timeout", "where"])
    #expect(labels("wait RESET where |") == ["guest=", "reason="])
    #expect(labels("mode |") == ["hmp", "qmp"])
    #expect(labels("help query-n|") == ["query-name"])
    #expect(labels("nic link nic0 |") == ["down", "up"])
    #expect(labels("nic add user |").contains("--persist"))
  }

  @Test func `JSON and comments are left alone`() {
    #expect(labels(#"{"execute": "que|"#).isEmpty)
    #expect(labels("query-status # que|").isEmpty)
    #expect(labels(#"x a={"b|"#).isEmpty)
  }
}
