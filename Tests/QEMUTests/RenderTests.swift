import Glibc
import JSON
import QEMU
import Testing
import VMProfile

@testable import QEMU

@Suite("Command lines and what stands in them")
struct RenderTests {
  static let hostile = [
    "/plain/path", "/with space", "/a,b,,c", "/it's", "/\"quoted\"", "/new\nline", "/tab\there", "/$HOME `id` $(id)",
    "/back\\slash\\", "/-dash", "/server=off,path=/etc", "/ünïcödé/日本/🙂",
    "/e\u{301},\u{301}x", "/a;b&c|d>e<f", "/~", "/*?[a]", "/!x",
    "/\u{1}\u{7f}", "/", "/%s{}#",
  ]

  private func machine(_ path: String) throws -> ResolvedMachine {
    let golden = GoldenCase(name: "paths-with-commas")
    var facts = try golden.facts()
    facts.paths = golden.paths(path)
    facts.qemuPath = "\(path)/qemu"
    facts.image = GuestImage(kernel: path, initrd: path, kernelArguments: "-x a,b \(path)")
    return try ResolvedMachine(golden.profile(), facts: facts)
  }

  @Test("No path ends a value or adds an option", arguments: hostile)
  func injection(path: String) throws {
    let plain = QEMUCommandLine(try machine("/plain")).argumentVector()
    let vector = QEMUCommandLine(try machine(path)).argumentVector()
    #expect(vector.count == plain.count)
    for (hostile, harmless) in zip(vector, plain) {
      if harmless.hasPrefix("{") {
        #expect(try JSONValue(parsing: hostile).objectValue?.keys == JSONValue(parsing: harmless).objectValue?.keys)
      } else if harmless.contains("=") && !harmless.hasPrefix("-x") {
        #expect(fields(hostile).map(\.key) == fields(harmless).map(\.key))
        for (key, value) in fields(harmless) where value.hasPrefix("/plain") || value.hasPrefix("unix:/plain") {
          #expect(fields(hostile).first { $0.key == key }?.value == value.replacing("/plain", with: path))
        }
      }
    }
    #expect(vector[vector.firstIndex(of: "-kernel")! + 1] == path)
    #expect(vector[vector.firstIndex(of: "-append")! + 1] == "-x a,b \(path)")
  }

  /// An option's value as QEMU takes it apart: a single comma ends a field, a double one is a comma.
  private func fields(_ text: String) -> [(key: String, value: String)] {
    var fields: [String] = [""]
    var rest = Array(text.unicodeScalars)[...]
    while let scalar = rest.popFirst() {
      if scalar != "," {
        fields[fields.count - 1].unicodeScalars.append(scalar)
      } else if rest.first == "," {
        rest.removeFirst()
        fields[fields.count - 1] += ","
      } else {
        fields.append("")
      }
    }
    return fields.map { field in
      let parts = field.unicodeScalars.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      return (String(parts[0]), parts.count > 1 ? String(parts[1]) : "")
    }
  }

  @Test("A shell reads the command back as it was", arguments: hostile)
  func shell(path: String) throws {
    let command = QEMUCommandLine(try machine(path))
    try TemporaryFolder.with { folder in
      // `set --` takes the words as a command would; every byte of each is then printed, and a line after it.
      let script = "set -- \(command.shellCommand)\nfor word in \"$@\"; do printf '%s\\000' \"$word\"; done\n"
      try #require(Fixture.write(script, to: "\(folder)/script"))
      let words = try ChildProcess.output(["sh", "\(folder)/script"], in: folder)
        .unicodeScalars.split(separator: "\0", omittingEmptySubsequences: false).dropLast().map { String($0) }
      #expect(words == [command.program] + command.argumentVector())
    }
  }

  @Test func `Words that need no quotes have none, and all others do`() {
    let words = ["", "a", "a b", "it's", "=x", "{\"a\":1}", "~", "user@host:/a,b%c+d", "-S", "日"]
    #expect(
      words.map(QEMUCommandLine.quoted) == [
        "''", "a", "'a b'", "'it'\\''s'", "'=x'", "'{\"a\":1}'", "'~'", "user@host:/a,b%c+d", "-S", "'日'",
      ])
  }

  @Test func `One option stands on each line`() throws {
    let golden = GoldenCase(name: "q35-default")
    let text = try QEMUCommandLine(ResolvedMachine(golden.profile(), facts: golden.facts())).shellCommand
    let start = "/usr/bin/qemu-system-x86_64 \\\n  -name guest=q35-default,debug-threads=on \\\n  -machine "
    #expect(text.hasPrefix(start))
    #expect(!text.hasSuffix("\\"))
  }

  @Test func `JSON has the program first and then the arguments`() throws {
    let golden = GoldenCase(name: "q35-default")
    let command = try QEMUCommandLine(ResolvedMachine(golden.profile(), facts: golden.facts()))
    #expect(command.json.arrayValue?.compactMap(\.stringValue) == [command.program] + command.argumentVector())
  }

  @Test func `A bound socket takes the place of its path, and no other`() throws {
    let golden = GoldenCase(name: "q35-default")
    let command = try QEMUCommandLine(ResolvedMachine(golden.profile(), facts: golden.facts()))
    let vector = command.argumentVector(descriptors: ["qmp1": 11, "console": 12])
    #expect(vector.contains("socket,id=qmp1,fd=11,server=on,wait=off"))
    #expect(vector.contains("socket,id=qmp0,path=/home/ann/run/qmp0,server=on,wait=off"))
    #expect(
      vector.contains(
        "socket,id=console,fd=12,server=on,wait=off,logfile=/home/ann/state/console.log,logappend=off"))
  }

  @Test(arguments: [
    ("tap-bridge", #"{"type":"tap","id":"net0","fd":"30"}"#),
    ("passt", #"{"type":"stream","id":"net0","server":false,"addr":{"type":"fd","str":"30"}}"#),
    ("socket-connect", #"{"type":"stream","id":"net0","server":false,"addr":{"type":"fd","str":"30"}}"#),
    ("socket-listen", #"{"type":"stream","id":"net0","server":true,"addr":{"type":"fd","str":"30"}}"#),
  ])
  func `What a card is plugged into takes the place of its name when it is open`(name: String, text: String) throws {
    let golden = GoldenCase(name: name)
    let command = try QEMUCommandLine(ResolvedMachine(golden.profile(), facts: golden.facts()))
    #expect(command.argumentVector(descriptors: ["net0": 30]).contains(text))
    #expect(!command.argumentVector(descriptors: ["net1": 30]).contains(text))
  }

  @Test func `A QEMU without streams opens its sockets by itself`() throws {
    let golden = GoldenCase(name: "socket-without-stream")
    let command = try QEMUCommandLine(ResolvedMachine(golden.profile(), facts: golden.facts()))
    #expect(command.argumentVector(descriptors: ["net0": 30, "net1": 31]) == command.argumentVector())
  }
}
