/// A terminal's screen as far as a line editor uses it: lines, the cursor within the last ones, erasing.
enum ScreenText {
  static func of(_ output: String) -> String {
    var lines: [[Unicode.Scalar]] = [[]]
    var row = 0
    var column = 0
    let scalars = Array(output.unicodeScalars)
    var index = 0
    while index < scalars.count {
      let scalar = scalars[index]
      index += 1
      switch scalar {
      case "\r": column = 0
      case "\n":
        row += 1
        if row == lines.count { lines.append([]) }
      case "\u{8}": column = max(0, column - 1)
      case "\u{7}": break
      case "\u{1B}":
        guard index < scalars.count, scalars[index] == "[" else { continue }
        index += 1
        var parameters = ""
        while index < scalars.count, !(0x40...0x7E).contains(scalars[index].value) {
          parameters.unicodeScalars.append(scalars[index])
          index += 1
        }
        guard index < scalars.count else { continue }
        let count = Int(parameters) ?? 1
        switch scalars[index] {
        case "A": row = max(0, row - count)
        case "B": row = min(lines.count - 1, row + count)
        case "C": column += count
        case "D": column = max(0, column - count)
        case "G": column = max(0, count - 1)
        case "J":
          lines.removeSubrange((row + 1)...)
          lines[row] = Array(lines[row].prefix(column))
        case "K": lines[row] = Array(lines[row].prefix(column))
        case "P": lines[row].removeSubrange(min(column, lines[row].count)..<min(column + count, lines[row].count))
        case "@":
          if column < lines[row].count {
            lines[row].insert(contentsOf: Array(repeating: " ", count: count), at: column)
          }
        default: break
        }
        index += 1
      default:
        while lines[row].count < column { lines[row].append(" ") }
        if column < lines[row].count { lines[row][column] = scalar } else { lines[row].append(scalar) }
        column += 1
      }
    }
    return lines.map { line in
      var view = String.UnicodeScalarView()
      view.append(contentsOf: line)
      return String(view)
    }.joined(separator: "\n")
  }
}
