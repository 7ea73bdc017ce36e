internal import Wording

/// The variables of a shell script as far as plain assignments settle them. Nothing is run and nothing of this process's
/// environment is looked at.
struct ShellVariables {
  private struct Variable {
    var words: [ShellWord]
    var isList: Bool
    var line: Int
    /// Whether the assignment stands under a condition.
    var isConditional: Bool
    /// Why its value is not known.
    var problem: String?
  }

  private var values: [String: Variable] = [:]
  /// What may still be put in place of variables: a short script can ask for any amount.
  private var budget = 1 << 20

  mutating func forget(_ name: String, line: Int, _ why: String) {
    values[name] = Variable(words: [], isList: false, line: line, isConditional: false, problem: why)
  }

  mutating func assign(
    _ name: String, _ words: [ShellWord], isList: Bool, appends: Bool, isConditional: Bool, line: Int
  ) throws(ExchangeError) {
    // What is not known in it is told where it is used.
    var notes: [ImportLoss] = []
    var new: [ShellWord] = []
    for word in words {
      if isList {
        new += try fields(word, &notes)
      } else {
        new.append(ShellWord(pieces: try fields(word, &notes, splits: false).flatMap(\.pieces), line: line))
      }
    }
    var variable = Variable(words: new, isList: isList, line: line, isConditional: isConditional)
    if let old = values[name] {
      if appends {
        variable.problem = old.problem
        variable.isConditional = isConditional || old.isConditional
        variable.isList = isList || old.isList
        if variable.isList {
          variable.words = old.words + new
        } else {
          variable.words = [ShellWord(pieces: (old.words + new).flatMap(\.pieces), line: line)]
        }
      } else if isConditional, old.problem == nil, old.words.map(\.pieces) != new.map(\.pieces) {
        variable.problem = "lines \(old.line) and \(line) set it differently"
      }
    }
    values[name] = variable
  }

  /// The words that a shell makes of one.
  ///
  /// - Parameters:
  ///   - notes: gets what is not known of it, and what was taken although it may be otherwise.
  ///   - splits: whether spaces in a value that is not quoted end a word.
  mutating func fields(
    _ word: ShellWord, _ notes: inout [ImportLoss], splits: Bool = true, depth: Int = 0
  ) throws(ExchangeError) -> [ShellWord] {
    var result: [ShellWord] = []
    var current: ShellWord?
    let add = { (piece: ShellWord.Piece, current: inout ShellWord?) in
      if current == nil { current = ShellWord(pieces: [], line: word.line) }
      current?.append(piece)
    }
    for piece in word.pieces {
      guard case .expansion(let text, let isQuoted) = piece else {
        add(piece, &current)
        continue
      }
      guard let words = try value(of: text, line: word.line, &notes, depth) else {
        add(piece, &current)
        continue
      }
      for (index, value) in words.enumerated() {
        if index > 0, let done = current {
          result.append(done)
          current = nil
        }
        for inner in value.pieces {
          guard case .text(let text) = inner, splits, !isQuoted, words.count == 1 else {
            add(inner, &current)
            continue
          }
          for (position, part) in text.split(omittingEmptySubsequences: false, whereSeparator: \.isWhitespace)
            .enumerated()
          {
            if position > 0, let done = current {
              result.append(done)
              current = nil
            }
            if !part.isEmpty { add(.text(String(part)), &current) }
          }
        }
      }
      if isQuoted, words.count == 1 { add(.text(""), &current) }
    }
    if let current { result.append(current) }
    return result
  }

  /// - Returns: nil: it is not known, and told so.
  private mutating func value(
    of text: String, line: Int, _ notes: inout [ImportLoss], _ depth: Int
  ) throws(ExchangeError) -> [ShellWord]? {
    if Self.isOwnFolder(text) { return [ShellWord(pieces: [.folder], line: line)] }
    let note = { (kind: ImportLoss.Kind, why: String, notes: inout [ImportLoss]) in
      let note = ImportLoss(line: line, what: text, why: why, kind: kind)
      if !notes.contains(note) { notes.append(note) }
    }
    guard let (name, fallback, isWhole) = Self.parameter(text), depth < 8 else {
      note(.lost, Self.reason(text), &notes)
      return nil
    }
    if let variable = values[name] {
      if let problem = variable.problem {
        note(.lost, problem, &notes)
        return nil
      }
      if variable.isConditional {
        note(.read, "line \(variable.line) sets it, under a condition: that is taken", &notes)
      }
      let words = variable.isList && !isWhole ? Array(variable.words.prefix(1)) : variable.words
      try spend(words)
      for word in words {
        for case .expansion(let inner, _) in word.pieces {
          let loss = ImportLoss(line: line, what: inner, why: Self.reason(inner))
          if !notes.contains(loss) { notes.append(loss) }
        }
      }
      // What is in it was settled when it was set.
      return words
    }
    guard let fallback else {
      note(.lost, Self.reason(text), &notes)
      return nil
    }
    note(.read, "it may come from elsewhere: the value that it has otherwise is taken", &notes)
    var words: [ShellWord] = []
    for case .word(let word) in try ShellText.tokens(fallback) {
      words += try fields(ShellWord(pieces: word.pieces, line: line), &notes, depth: depth + 1)
    }
    try spend(words)
    return words
  }

  private mutating func spend(_ words: [ShellWord]) throws(ExchangeError) {
    budget -= words.reduce(words.count) { $0 + $1.text.utf8.count }
    guard budget >= 0 else { throw ExchangeError("the values of its variables are too long") }
  }

  private static func reason(_ text: String) -> String {
    if text.hasPrefix("$(") || text.hasPrefix("`") { return "no command is run to know it" }
    if text.dropFirst().first.map({ "@*#?-$!0123456789".contains($0) }) == true {
      return "nobody knows what the script is called with"
    }
    return "no line before this one sets it to a plain value"
  }

  /// `$NAME`, `${NAME}`, `${NAME[@]}` and `${NAME:-value}`.
  private static func parameter(_ text: String) -> (name: String, fallback: String?, isWhole: Bool)? {
    guard text.hasPrefix("$") else { return nil }
    var inner = text.dropFirst()
    guard inner.hasPrefix("{") else { return ShellWord.isName(String(inner)) ? (String(inner), nil, false) : nil }
    inner = inner.dropFirst().dropLast()
    let name = String(inner.prefix { ShellWord.isName("_\($0)") })
    guard ShellWord.isName(name) else { return nil }
    switch inner.dropFirst(name.count) {
    case "": return (name, nil, false)
    case "[@]", "[*]": return (name, nil, true)
    case let rest:
      for sign in [":-", ":=", "-", "="] where rest.hasPrefix(sign) {
        return (name, String(rest.dropFirst(sign.count)), false)
      }
      return nil
    }
  }

  /// Whether it is one of the ways in which a script finds the folder that it is in, such as
  /// `$(cd -- "$(dirname -- "$0")" && pwd)`.
  private static func isOwnFolder(_ text: String) -> Bool {
    if text == "${0%/*}" { return true }
    guard text.hasPrefix("$(") || text.hasPrefix("`"), text.utf8.count < 200 else { return false }
    let plain = text.replacing("$(", with: " ").map { "()\"'`".contains($0) ? " " : $0 }
    let words = Set(String(plain).split(whereSeparator: \.isWhitespace).map(String.init))
    let own: Set = ["$0", "${0}", "$BASH_SOURCE", "${BASH_SOURCE[0]}", "${BASH_SOURCE}"]
    let others: Set = ["cd", "--", "CDPATH=", "&&", "pwd", "-P", "readlink", "-f", "realpath", "dirname", ">/dev/null"]
    return words.contains("dirname") && !words.isDisjoint(with: own) && words.isSubset(of: own.union(others))
  }
}
