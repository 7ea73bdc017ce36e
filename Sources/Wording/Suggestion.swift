/// What may have been meant by a word that is not known.
package enum Suggestion {
  /// The candidate nearest to a mistyped word: one that differs in few letters (a swap of neighbours
  /// counts once, case not at all), or the only one that the word begins. Nil when none is near.
  package static func nearest(to word: String, among candidates: some Sequence<String>) -> String? {
    let typed = Array(word.lowercased().unicodeScalars)
    let limit = max(1, min(3, typed.count / 3))
    var best: (candidate: String, distance: Int)?
    var begun: [String] = []
    for candidate in candidates {
      let known = Array(candidate.lowercased().unicodeScalars)
      if typed.count >= 3, known.starts(with: typed) { begun.append(candidate) }
      guard abs(known.count - typed.count) <= limit else { continue }
      let distance = distance(typed, known)
      // Half of a short word replaced is another word, not a slip.
      guard distance <= limit, distance * 2 <= known.count, distance < best?.distance ?? .max else { continue }
      best = (candidate, distance)
    }
    return best?.candidate ?? (begun.count == 1 ? begun[0] : nil)
  }

  /// Words in a row: `auto, kvm or tcg`.
  package static func list(_ words: [String], last: String = "or") -> String {
    guard let final = words.last, words.count > 1 else { return words.first ?? "" }
    return words.dropLast().joined(separator: ", ") + " \(last) " + final
  }

  /// Damerau and Levenshtein's distance, with neighbours swapped at most once.
  private static func distance(_ left: [Unicode.Scalar], _ right: [Unicode.Scalar]) -> Int {
    var beforePrevious: [Int] = []
    var previous = Array(0...right.count)
    for row in left.indices {
      var current = [row + 1]
      for column in right.indices {
        let substitution = previous[column] + (left[row] == right[column] ? 0 : 1)
        var cost = min(substitution, previous[column + 1] + 1, current[column] + 1)
        if row > 0, column > 0, left[row] == right[column - 1], left[row - 1] == right[column] {
          cost = min(cost, beforePrevious[column - 1] + 1)
        }
        current.append(cost)
      }
      (beforePrevious, previous) = (previous, current)
    }
    return previous[right.count]
  }
}
