/// The lines of a YAML text as libyaml counts them.
struct YAMLLines {
  let scalars: [Unicode.Scalar]
  /// Where each line starts.
  private let starts: [Int]
  /// What libyaml does not count: a byte order mark.
  private let markLength: Int
  private let lineEnd: String

  init(_ text: String) {
    let scalars = Array(text.unicodeScalars)
    var starts = [0]
    for index in scalars.indices where Self.isBreak(scalars[index]) {
      let isHalf = scalars[index] == "\r" && index + 1 < scalars.count && scalars[index + 1] == "\n"
      if !isHalf { starts.append(index + 1) }
    }
    if starts.last == scalars.count { starts.removeLast() }
    self.scalars = scalars
    self.starts = starts
    markLength = scalars.first == "\u{FEFF}" ? 1 : 0
    lineEnd = text.unicodeScalars.contains("\r") ? "\r\n" : "\n"
  }

  /// The place of a line and a column, both from 1, in scalars.
  func offset(line: Int, column: Int) -> Int {
    guard starts.indices.contains(line - 1) else { return scalars.count }
    return starts[line - 1] + column - 1 + (line == 1 ? markLength : 0)
  }

  /// The character at a place; nil at the end of the text.
  func character(line: Int, column: Int) -> Unicode.Scalar? {
    let place = offset(line: line, column: column)
    return place < scalars.count ? scalars[place] : nil
  }

  /// Adds lines at the end of the document.
  func appending(_ lines: [String]) -> TextInsertion {
    let last = (0..<end(from: 0)).last { !isBlank($0) } ?? -1
    return inserting(lines, afterLine: last)
  }

  /// Adds an item behind the last one of a block list, and behind comments that belong to it.
  ///
  /// - Parameters:
  ///   - place: of the list's first dash, from 1.
  ///   - next: the line of the next key outside of the list, from 1; nil: the list is the last thing.
  /// - Returns: nil when no dash is there.
  func appendingItem(_ lines: [String], toListAt place: (line: Int, column: Int), before next: Int?) -> TextInsertion? {
    let dash = offset(line: place.line, column: place.column)
    let first = place.line - 1
    guard dash < scalars.count, scalars[dash] == "-", starts.indices.contains(first),
      scalars[starts[first]..<dash].allSatisfy({ $0 == " " })
    else { return nil }
    let indent = String(repeating: " ", count: place.column - 1)
    let limit = min(next.map { $0 - 1 } ?? starts.count, end(from: first))
    guard var last = (first..<limit).last(where: { !isBlank($0) && !isComment($0) }) else { return nil }
    while last + 1 < limit, isComment(last + 1), place.column > 1, indentation(last + 1) >= indent.count { last += 1 }
    let item = lines.enumerated().map { indent + ($0 == 0 ? "- " : "  ") + $1 }
    return inserting(item, afterLine: last)
  }

  private func inserting(_ lines: [String], afterLine line: Int) -> TextInsertion {
    let text = lines.joined(separator: lineEnd)
    guard line + 1 < starts.count else {
      // The last line may lack its end; then the new last line lacks it, too.
      let isEnded = scalars.last.map(Self.isBreak) ?? true
      return TextInsertion(offset: scalars.count, text: isEnded ? text + lineEnd : lineEnd + text)
    }
    return TextInsertion(offset: starts[line + 1], text: text + lineEnd)
  }

  /// The first line from one on that ends the document (`...`), or the number of lines.
  private func end(from line: Int) -> Int {
    let rest = line..<max(line, starts.count)
    return rest.first { number in number > 0 && content(number).starts(with: "...".unicodeScalars) } ?? starts.count
  }

  private func content(_ line: Int) -> ArraySlice<Unicode.Scalar> {
    let stop = line + 1 < starts.count ? starts[line + 1] : scalars.count
    return scalars[starts[line]..<stop]
  }

  private func indentation(_ line: Int) -> Int { content(line).prefix { $0 == " " }.count }

  private func isBlank(_ line: Int) -> Bool {
    content(line).allSatisfy { $0 == " " || $0 == "\t" || $0 == "\u{FEFF}" || Self.isBreak($0) }
  }

  private func isComment(_ line: Int) -> Bool { content(line).first { $0 != " " && $0 != "\t" } == "#" }

  static func isBreak(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case "\n", "\r", "\u{85}", "\u{2028}", "\u{2029}": true
    default: false
    }
  }
}
