/// What a shell script says of a QEMU machine: the commands that run QEMU, with the values of plain assignments in
/// place, and the files that it makes before. Nothing is run.
struct ShellScript {
  /// Commands that run QEMU.
  private(set) var machines: [ShellCommand] = []
  /// Commands whose program nobody knows, with arguments that only QEMU takes.
  private(set) var perhaps: [ShellCommand] = []
  /// By their normal paths.
  private(set) var files: [String: MadeFile] = [:]
  /// The forwards of a passt by the path of its socket.
  private(set) var passts: [String: [String]] = [:]

  /// Whether it says by itself which folder its files are in.
  private(set) var namesFolder = false

  private var variables = ShellVariables()
  private var folder: String? = ""
  /// How many conditions and loops are open.
  private var depth = 0

  init(_ tokens: [ShellToken]) throws(ExchangeError) {
    var (words, rest, isChained) = ([ShellWord](), tokens[...], false)
    while let token = rest.popFirst() {
      switch token {
      case .word(let word): words.append(word)
      case .mark("(", _):
        // NAME=(a list)
        if let list = words.last?.assignment, list.value.text.isEmpty, !list.value.expands {
          words.removeLast()
          try assign(list.name, Self.list(&rest), isList: true, list.appends, isChained, list.value.line)
        } else {
          try read(words, isChained: isChained)
          words = []
        }
      case .mark("<", _), .mark(">", _):
        // A redirection is no end of a command: its file is none of the arguments.
        while case .mark(let mark, _)? = rest.first, "<>&|".unicodeScalars.contains(mark) { rest.removeFirst() }
        if case .word? = rest.first { rest.removeFirst() }
      case .mark, .newline:
        try read(words, isChained: isChained)
        words = []
        isChained = token == .newline ? false : isChained || Self.isCondition(token)
        if case .mark(";", _) = token { isChained = false }
      }
    }
    try read(words, isChained: isChained)
  }

  private static func isCondition(_ token: ShellToken) -> Bool {
    if case .mark(let mark, _) = token { mark == "&" || mark == "|" } else { false }
  }

  /// The words up to the parenthesis.
  private static func list(_ rest: inout ArraySlice<ShellToken>) -> [ShellWord] {
    var words: [ShellWord] = []
    while let token = rest.popFirst() {
      if case .mark(")", _) = token { break }
      if case .word(let word) = token { words.append(word) }
    }
    return words
  }

  private mutating func assign(
    _ name: String, _ words: [ShellWord], isList: Bool, _ appends: Bool, _ isChained: Bool, _ line: Int
  ) throws(ExchangeError) {
    try variables.assign(
      name, words, isList: isList, appends: appends, isConditional: isChained || depth > 0, line: line)
  }

  private mutating func read(_ all: [ShellWord], isChained: Bool) throws(ExchangeError) {
    var words = all[...]
    while let word = words.first?.text {
      switch word {
      case "if", "while", "until": depth += 1
      case "fi", "done", "esac": depth -= 1
      case "for", "select", "case":
        depth += 1
        if word != "case", let name = words.dropFirst().first {
          variables.forget(name.text, line: name.line, "a loop sets it")
        }
        return
      case "then", "else", "elif", "do", "{", "}", "!": break
      case "export", "readonly", "local", "declare", "typeset":
        words.removeFirst()
        words = words.drop { $0.text.hasPrefix("-") }
        return try assignAll(words, isChained)
      case "read":
        for word in words where ShellWord.isName(word.text) {
          variables.forget(word.text, line: word.line, "it is read in")
        }
        return
      default:
        if words.allSatisfy({ $0.assignment != nil }) { return try assignAll(words, isChained) }
        return try run(words)
      }
      words.removeFirst()
    }
  }

  private mutating func assignAll(_ words: ArraySlice<ShellWord>, _ isChained: Bool) throws(ExchangeError) {
    for word in words {
      guard let (name, value, appends) = word.assignment else { continue }
      try assign(name, [value], isList: false, appends, isChained, word.line)
    }
  }

  private mutating func run(_ raw: ArraySlice<ShellWord>) throws(ExchangeError) {
    var notes: [ImportLoss] = []
    var words: [ShellWord] = []
    for word in raw {
      for field in try variables.fields(word, &notes) { words.append(placed(field)) }
    }
    let start = QEMUProgram.start(of: words)
    var command = ShellCommand(
      words: Array(words[start...]), lead: Array(words[..<start]), notes: notes, folder: folder)
    guard let program = command.words.first else { return }
    let texts = command.words.map(\.text)
    if program.expands {
      if QEMUProgram.mayBe(command.words) { perhaps.append(command) }
      return
    }
    if QEMUProgram.isOne(program.text) {
      guard !QEMUProgram.onlyAsks(texts) else { return }
      command.notes += lossesOfFolder(command)
      machines.append(command)
      return
    }
    switch program.text.split(separator: "/").last {
    case "cd":
      let path = texts.dropFirst().first { !$0.hasPrefix("-") }
      let isKnown = path != nil && !command.words.contains(where: \.expands) && !"~$`".contains(path?.first ?? "~")
      if !isKnown || path?.hasPrefix("/") == true { namesFolder = true }
      folder = isKnown ? ScriptPath.normal(ScriptPath.joined(folder ?? "", path ?? "")) : nil
    case "mv":
      let names = texts.dropFirst().filter { !$0.hasPrefix("-") }.map { ScriptPath.normal(path($0)) }
      if names.count == 2, let made = files.removeValue(forKey: names[0]) { files[names[1]] = made }
    case "qemu-img" where texts.dropFirst().first == "create":
      if let (file, made) = MadeFile.disk(texts, in: folder ?? "") { files[ScriptPath.normal(file)] = made }
    case "xorrisofs", "genisoimage", "mkisofs", "xorriso", "cloud-localds":
      if let file = MadeFile.seed(texts, in: folder ?? "") { files[ScriptPath.normal(file)] = .seed }
    case "passt":
      guard let option = texts.firstIndex(where: { ["--socket", "-s"].contains($0) }), option + 1 < texts.count else {
        break
      }
      passts[texts[option + 1]] = texts
    default: break
    }
  }

  private func path(_ text: String) -> String { ScriptPath.joined(folder ?? "", text) }

  /// With the script's own folder as the way there from where the script is by then.
  private mutating func placed(_ word: ShellWord) -> ShellWord {
    guard word.pieces.contains(.folder) else { return word }
    namesFolder = true
    var result = ShellWord(pieces: [], line: word.line)
    for piece in word.pieces {
      let way = ScriptPath.way(from: folder).map(ShellWord.Piece.text)
      result.append(piece == .folder ? way ?? .expansion("$(dirname \"$0\")", isQuoted: true) : piece)
    }
    return result
  }

  private func lossesOfFolder(_ command: ShellCommand) -> [ImportLoss] {
    guard folder == nil else { return [] }
    return [
      ImportLoss(
        line: command.line, what: "cd",
        why: "nobody knows the folder that the script goes to: relative paths start at the script's own")
    ]
  }
}
