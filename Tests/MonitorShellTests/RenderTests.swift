internal import JSON
internal import QMP
internal import Testing

@testable internal import MonitorShell

@Suite struct RenderTests {
  @Test func `what fits stays on a line, and what doesn't is indented`() {
    let value: JSONValue = ["name": "web", "list": [1, nil, true], "long": .string(String(repeating: "x", count: 40))]
    #expect(JSONRenderer(palette: .plain, width: 100).text(["a": 1, "b": []]) == #"{"a": 1, "b": []}"#)
    let lines = JSONRenderer(palette: .plain, width: 40).text(value).split(separator: "\n")
    #expect(lines.first == "{")
    #expect(lines.contains(#"  "list": [1, null, true],"#))
    #expect(lines.last == "}")
  }

  @Test func `colours are only there when they are wanted`() {
    #expect(JSONRenderer(palette: Palette(isColoured: true), width: 80).text(["a": 1]).contains("\u{1B}["))
    #expect(!JSONRenderer(palette: .plain, width: 80).text(["a": 1]).contains("\u{1B}"))
  }

  @Test func `an answer without content says nothing to people and something to programs`() {
    #expect(ShellResult.nothing.text(.plain, width: 80) == "")
    #expect(ShellResult.nothing.json.compact == "{}")
  }

  @Test func `free ports are seen in the tree`() {
    let bridge: JSONValue = [
      "slot": 2, "function": 1, "qdev_id": "port1", "class_info": ["desc": "PCI bridge"], "pci_bridge": ["bus": [:]],
      "id": ["vendor": 6966, "device": 12],
    ]
    var taken = bridge.objectValue ?? [:]
    taken["qdev_id"] = "port2"
    taken["pci_bridge"] = [
      "devices": [["slot": 0, "function": 0, "qdev_id": "nic1", "class_info": ["desc": "Ethernet"]]]
    ]
    let tree = PCITree([["bus": 0, "devices": [bridge, .object(taken)]]])
    #expect(
      tree.text(.plain) == """
        bus 0
          02.1  port1  PCI bridge [1b36:000c]  free
          02.1  port2  PCI bridge [1b36:000c]
              00.0  nic1  Ethernet
        free: port1
        """)
    #expect(PCITree([]).text(.plain) == "this machine has no PCI")
  }

  @Test func `help shows what the schema knows and nothing more`() throws {
    let command = try #require(try Schema.make().commands["netdev_add"])
    #expect(
      CommandHelp.result(command: command).text(.plain, width: 80) == """
        netdev_add
        arguments:
          id    string
          type  none|user|tap  decides which others there are: help … type=…
        example: netdev_add id=ID type=none
        """)
    let chosen = CommandHelp.result(command: command, given: ["type": "tap"]).text(.plain, width: 80)
    #expect(chosen.contains("[ifname]  string"))
    #expect(chosen.hasSuffix("example: netdev_add id=ID type=tap"))
  }

  @Test func `bytes are short`() {
    #expect([0, 1023, 1024, 1536, 10 << 30].map(SizeText.text) == ["0 B", "1023 B", "1K", "1.5K", "10G"])
  }

  @Test func `candidates stand in columns`() {
    #expect(CandidateList.text(["a", "b", "c"], width: 8) == "a  c\nb")
    #expect(CandidateList.text((0..<500).map(String.init), width: 80).hasSuffix("… 500 in all: type more letters"))
  }

  @Test func `a coloured prompt takes no more room than a plain one`() {
    let prompt = Prompt("web> ", colour: "1;32")
    #expect(prompt.width == 5)
    #expect(prompt.escaped == "\u{1}\u{1B}[1;32m\u{1}web>\u{1}\u{1B}[0m\u{1} ")
  }
}
