import Testing

@testable import VMRuntime

@Suite struct CloudInitReportTests {
  /// As 22.4 writes it while the stage modules-config runs.
  private static let status = """
    status {"v1": {"datasource": "DataSourceNoCloud [seed=/dev/vdb][dsmode=net]", "init": {"errors": [], "finished": 3.5, \
    "start": 2.5}, "init-local": {"errors": [], "finished": 2, "start": 1}, "modules-config": {"errors": [], "finished": \
    null, "start": 4}, "modules-final": {"errors": [], "finished": null, "start": null}, "stage": "modules-config"}}
    """

  @Test func `stages are told once, as they begin`() {
    var report = CloudInitReport()
    #expect(report.add(#"status {"v1": {"stage": "init-local", "init-local": {"start": 1}}}"#) == [.initLocal])
    #expect(report.add(Self.status) == [.initNetwork, .config])
    #expect(report.add(Self.status) == [])
    #expect(report.end == nil)
    #expect(report.add("status ") == [] && report.add("status not JSON") == [])
  }

  @Test func `a result without errors is a good end`() {
    var report = CloudInitReport()
    _ = report.add(#"result {"v1": {"datasource": "DataSourceNoCloud [seed=/dev/vdb]", "errors": []}}"#)
    #expect(report.end == .done(source: "DataSourceNoCloud [seed=/dev/vdb]"))
  }

  @Test func `errors come with the lines of the log`() {
    var report = CloudInitReport()
    _ = report.add("log 2026-11-22 util.py[WARNING]: Failed to run module scripts-user")
    _ = report.add(#"result {"v1": {"datasource": null, "errors": ["('scripts-user', RuntimeError('1 failures'))"]}}"#)
    #expect(report.end == .failed(["('scripts-user', RuntimeError('1 failures'))"]))
    #expect(report.log == ["2026-11-22 util.py[WARNING]: Failed to run module scripts-user"])
  }

  @Test func `what cloud-init could get over is a warning, but for what is merely old`() {
    var report = CloudInitReport()
    _ = report.add(
      #"status {"v1": {"init": {"recoverable_errors": {"WARNING": ["no locale"], "DEPRECATED": ["old key"]}}}}"#)
    #expect(report.warnings == ["no locale"])
  }

  @Test(arguments: [
    ("missing", CloudInitReport.End.missing("its image does not bring it")),
    ("disabled", .missing("it is switched off there")), ("tiny done", .done(source: "tiny's own reader of the seed")),
    ("tiny runcmd ended with status 3", .failed(["runcmd ended with status 3"])),
  ])
  func `other images have ends of their own`(line: String, end: CloudInitReport.End) {
    var report = CloudInitReport()
    _ = report.add(line)
    #expect(report.end == end)
  }
}
