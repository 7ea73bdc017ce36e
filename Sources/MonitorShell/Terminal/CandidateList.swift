internal import Wording

/// Candidates in columns, downwards as `ls` has them.
enum CandidateList {
  /// More than this nobody reads.
  static let limit = 400

  static func text(_ labels: [String], width: Int) -> String {
    let shown = labels.prefix(limit).map(\.printable)
    let column = (shown.map(\.count).max() ?? 0) + 2
    let columns = max(1, width / column)
    let rows = (shown.count + columns - 1) / columns
    var lines: [String] = []
    for row in 0..<rows {
      var line = ""
      for index in stride(from: row, to: shown.count, by: rows) {
        let isLast = index + rows >= shown.count
        line += shown[index] + (isLast ? "" : String(repeating: " ", count: column - shown[index].count))
      }
      lines.append(line)
    }
    if labels.count > limit { lines.append("… \(labels.count) in all: type more letters") }
    return lines.joined(separator: "\n")
  }
}
