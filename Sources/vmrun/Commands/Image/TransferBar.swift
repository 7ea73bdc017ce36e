/// How far a transfer is: a bar, its rate and how long it will still take.
struct TransferBar {
  let name: String
  /// Where it was a while ago: the rate is that of the last seconds, so that it tells of now.
  private var samples: [(time: ContinuousClock.Instant, bytes: UInt64)] = []
  private static let window = Duration.seconds(5)

  init(name: String) { self.name = name }

  /// A line of at most `width` columns.
  mutating func line(
    done: UInt64, total: UInt64?, width: Int, now: ContinuousClock.Instant = ContinuousClock.now
  ) -> String {
    samples.append((now, done))
    while samples.count > 2, now - samples[1].time > Self.window { samples.removeFirst() }
    let rate = self.rate
    var words = [Describe.bytes(done)]
    if let total, total > 0 { words[0] += " of \(Describe.bytes(total))" }
    if let rate { words.append("\(Describe.bytes(UInt64(rate)))/s") }
    if let total, let rate, rate > 0, total > done { words.append("\(Self.time(Double(total - done) / rate)) left") }
    let text = words.joined(separator: "  ")
    guard let total, total > 0 else { return String("\(name)  \(text)".prefix(max(0, width - 1))) }
    let percent = "\(min(100, done / max(1, total / 100))) %"
    let room = min(24, width - name.count - text.count - percent.count - 9)
    guard room >= 5 else { return String("\(name)  \(percent)  \(text)".prefix(max(0, width - 1))) }
    let filled = Int(Double(room) * min(1, Double(done) / Double(total)))
    let bar = String(repeating: "#", count: filled) + String(repeating: ".", count: room - filled)
    return "\(name)  [\(bar)] \(percent)  \(text)"
  }

  /// Bytes a second; nil before there are two samples apart.
  private var rate: Double? {
    guard let first = samples.first, let last = samples.last, last.time > first.time, last.bytes >= first.bytes else {
      return nil
    }
    return Double(last.bytes - first.bytes) / ((last.time - first.time) / .seconds(1))
  }

  static func time(_ seconds: Double) -> String {
    guard seconds < 360_000 else { return "days" }
    let whole = Int(seconds.rounded(.up))
    if whole < 60 { return "\(whole) s" }
    if whole < 3600 { return "\(whole / 60) min \(whole % 60) s" }
    return "\(whole / 3600) h \(whole % 3600 / 60) min"
  }
}
