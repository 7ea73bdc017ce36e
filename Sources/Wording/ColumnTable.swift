/// Columns of text, aligned for people, without what could steer a terminal.
package struct ColumnTable {
  private let header: [String]
  private var rows: [[String]] = []

  package init(_ header: [String]) { self.header = header }

  package mutating func append(_ row: [String]) { rows.append(row.map(\.printable)) }

  /// - Parameter heading: how the first line is shown, in colour say.
  package func text(heading: (String) -> String = { $0 }) -> String {
    let all = [header] + rows
    let widths = header.indices.map { column in all.map { column < $0.count ? $0[column].count : 0 }.max() ?? 0 }
    return all.enumerated().map { index, row in
      var line = ""
      for (column, cell) in row.enumerated() {
        let isLast = column == row.count - 1
        line += cell + (isLast ? "" : String(repeating: " ", count: widths[column] - cell.count + 2))
      }
      return index == 0 ? heading(line) : line
    }.joined(separator: "\n")
  }
}
