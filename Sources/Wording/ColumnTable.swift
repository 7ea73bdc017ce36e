/// Columns of text, aligned for people.
struct ColumnTable {
  private var rows: [[String]] = []
  private let header: [String]

  init(_ header: [String]) { self.header = header }

  mutating func append(_ row: [String]) { rows.append(row.map(\.printable)) }

  var isEmpty: Bool { rows.isEmpty }

  func text(_ palette: Palette) -> String {
    let all = [header] + rows
    let widths = header.indices.map { column in all.map { column < $0.count ? $0[column].count : 0 }.max() ?? 0 }
    return all.enumerated().map { index, row in
      var line = ""
      for (column, cell) in row.enumerated() {
        let isLast = column == row.count - 1
        line += cell + (isLast ? "" : String(repeating: " ", count: widths[column] - cell.count + 2))
      }
      return index == 0 ? palette.heading(line) : line
    }.joined(separator: "\n")
  }
}
