import JSON
import Testing
import VMProfile

@testable import VMRuntime

@Suite("The doctor")
struct DoctorTests {
  @Test func `tells amounts as people read them`() {
    #expect(VMHost.rounded(23 << 30 | 12345).description == "23G")
    #expect(VMHost.rounded(1536 << 20 | 1).description == "1536M")
  }

  @Test func `finds memory and disk on this host, each check once, and a fix for what is wrong`() async throws {
    let scratch = ScratchDirectory()
    let directories = RuntimeDirectories(
      data: scratch.path, state: scratch.path, cache: scratch.path, config: scratch.path,
      sockets: scratch.path + "/sockets", share: scratch.path)
    let report = await VMHost(directories: directories).doctor()
    #expect(Set(report.checks.map(\.id)).count == report.checks.count)
    for check in report.checks where check.status == .fail { #expect(check.fix != nil, "\(check.id) has no fix") }
    let memory = try #require(report.checks.first { $0.id == "memory" })
    #expect(!memory.message.hasPrefix("0"))
    #expect(report.json["accelerator"]?["selected"]?.stringValue == report.accelerator)
    #expect(report.json["checks"]?.arrayValue?.count == report.checks.count)
    let image = try #require(report.checks.first { $0.id == "image" })
    #expect(image.status == .warn && image.fix == "run `vmrun image build tiny`")
  }
}
