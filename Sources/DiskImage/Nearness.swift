/// Which known name may have been meant.
enum Nearness {
  /// The nearest name, if it is no further away than about a third of what was written.
  static func nearest(to name: String, in known: [String]) -> String? {
    let best = known.map { ($0, distance(Array(name), Array($0))) }.min { $0.1 < $1.1 }
    guard let best, best.1 <= max(1, (name.count + 2) / 3) else { return nil }
    return best.0
  }

  /// Levenshtein's distance.
  private static func distance(_ left: [Character], _ right: [Character]) -> Int {
    var row = Array(0...right.count)
    for (index, character) in left.enumerated() {
      var diagonal = row[0]
      row[0] = index + 1
      for column in right.indices {
        let above = row[column + 1]
        row[column + 1] = min(above + 1, row[column] + 1, diagonal + (character == right[column] ? 0 : 1))
        diagonal = above
      }
    }
    return row[right.count]
  }
}
