/// Words of a caption, as many on a line as fit.
enum LineFilling {
  /// - Parameter width: in columns; a single item that is wider has a line of its own.
  static func lines(_ items: [String], separator: String, width: Int) -> [String] {
    var lines: [String] = []
    for item in items {
      if let last = lines.last, DisplayWidth.of(last + separator + item) <= width {
        lines[lines.count - 1] = last + separator + item
      } else {
        lines.append(item)
      }
    }
    return lines
  }
}
