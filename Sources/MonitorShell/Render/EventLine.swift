internal import Glibc
internal import JSON
internal import QMP
internal import Wording

/// An event on a line: when, what, and why.
enum EventLine {
  static func text(_ event: QMPEvent, _ palette: Palette) -> String {
    var line = palette.quiet(time(event.microseconds)) + " " + palette.event(event.name.printable)
    let details = details(.object(event.data))
    if !details.isEmpty { line += " " + details.printable }
    return line
  }

  /// `reason=guest-reset guest=true`; the reason, where there is one, first.
  private static func details(_ value: JSONValue) -> String {
    guard case .object(let object) = value else { return scalar(value) }
    let members = object.members.filter { $0.key == "reason" } + object.members.filter { $0.key != "reason" }
    return members.map { "\($0.key)=\(scalar($0.value))" }.joined(separator: " ")
  }

  private static func scalar(_ value: JSONValue) -> String { value.stringValue ?? value.compact }

  /// The host's local time; QEMU's clock is the host's.
  private static func time(_ microseconds: Int64?) -> String {
    guard let microseconds else { return "--:--:--" }
    var seconds = time_t(microseconds / 1_000_000)
    var parts = tm()
    localtime_r(&seconds, &parts)
    let clock = [parts.tm_hour, parts.tm_min, parts.tm_sec].map { $0 < 10 ? "0\($0)" : "\($0)" }
    return clock.joined(separator: ":")
  }
}
