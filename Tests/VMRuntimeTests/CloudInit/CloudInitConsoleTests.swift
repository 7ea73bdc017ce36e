import Testing

@testable import VMRuntime

@Suite struct CloudInitConsoleTests {
  private static let text = """
    [   14.1] cloud-init[324]: Cloud-init v. 22.4.2 running 'init-local' at Sun, 22 Nov 2026 08:33:28 +0000. Up 22 seconds.\r
    [   33.3] cloud-init[350]: Cloud-init v. 22.4.2 running 'init' at Sun, 22 Nov 2026 08:33:38 +0000. Up 33 seconds.\r
    [   40.1] cloud-init[400]: Cloud-init v. 22.4.2 running 'modules:config' at Sun, 22 Nov 2026. Up 40 seconds.\r
    """
  private static let end = """

    [   47.5] cloud-init[509]: Cloud-init v. 22.4.2 finished at Sun, 22 Nov 2026 08:32:18 +0000. Datasource \
    DataSourceNoCloud [seed=/dev/vdb][dsmode=net].  Up 47.53 seconds
    """

  @Test func `the stages stand on the console`() {
    let console = CloudInitConsole(Self.text)
    #expect(console.stages == [.initLocal, .initNetwork, .config])
    #expect(!console.isFinished && console.failures.isEmpty)
  }

  @Test func `the last line ends it`() {
    let console = CloudInitConsole(Self.text + Self.end)
    #expect(console.isFinished)
    #expect(console.source == "DataSourceNoCloud [seed=/dev/vdb][dsmode=net]")
  }

  @Test func `a module that failed is known by its warning`() {
    let failure =
      "\n[   46.0] cloud-init[509]: 2026-11-22 08:34:00,1 - cc_scripts_user.py[WARNING]: Failed to run module x"
    #expect(CloudInitConsole(Self.text + failure + Self.end).failures.count == 1)
    let warning = "\n[   46.0] cloud-init[509]: 2026-11-22 08:34:00,1 - util.py[WARNING]: something else"
    #expect(CloudInitConsole(Self.text + warning).failures.isEmpty)
  }

  @Test func `after a reboot only the new boot counts`() {
    let console = CloudInitConsole(Self.text + Self.end + "\n" + Self.text.split(whereSeparator: \.isNewline)[0])
    #expect(console.stages == [.initLocal] && !console.isFinished)
  }

  @Test func `a guest's other words are none of cloud-init's`() {
    #expect(
      CloudInitConsole("Cloud-init v. \nCloud-init v. 1 running 'x' at\nCloud-init v. 1\n\u{FFFD}").stages.isEmpty)
  }
}
