import Glibc
import QEMU
import Testing

@Suite("Golden command lines")
struct GoldenTests {
  /// `VMRUN_UPDATE_GOLDEN=1 swift test` writes the files anew; the difference is then read in review.
  static let updates = getenv("VMRUN_UPDATE_GOLDEN").map { String(cString: $0) == "1" } ?? false

  @Test("A profile compiles to the command line on record", arguments: GoldenCase.all)
  func commandLine(_ golden: GoldenCase) throws {
    let machine = try ResolvedMachine(golden.profile(), facts: golden.facts())
    let command = QEMUCommandLine(machine)
    let header = "# \(machine.accelerator.rawValue): \(machine.acceleratorReason)\n"
    let actual = header + command.shellCommand.replacing(" \\\n  ", with: "\n") + "\n"
    let path = "\(Fixture.folder)/Golden/\(golden).args"
    if Self.updates { #expect(Fixture.write(actual, to: path)) }
    #expect(Fixture.text(path) == actual)
  }

  @Test func `Every golden file has its profile`() {
    let names = Fixture.names(in: "\(Fixture.folder)/Golden", suffix: ".args")
    #expect(names == GoldenCase.all.map(\.description))
    #expect(names.count >= 25)
  }
}
