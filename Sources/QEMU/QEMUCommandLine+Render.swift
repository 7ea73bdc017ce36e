public import JSON

extension QEMUCommandLine {
  /// Program and arguments as a JSON array of strings; sockets by their paths.
  public var json: JSONValue { .array(([program] + argumentVector()).map(JSONValue.string)) }

  /// The command as a person would type it in a POSIX shell: one option a line, words quoted where needed.
  /// QEMU then binds the sockets itself.
  public var shellCommand: String {
    ([Self.quoted(program)] + shellOptions).joined(separator: " \\\n  ")
  }

  /// Each of `arguments` as a person would type it.
  package var shellOptions: [String] {
    arguments.map { argument in
      QEMUCommandLine(program: program, arguments: [argument]).argumentVector().map(Self.quoted).joined(separator: " ")
    }
  }

  /// A word as the shell must read it: as it is when no character of it means anything to a shell, else in
  /// single quotes, between which only the single quote itself needs a way out.
  package static func quoted(_ word: String) -> String {
    let isPlain = word.unicodeScalars.allSatisfy { scalar in
      switch scalar {
      case "a"..."z", "A"..."Z", "0"..."9", "/", ".", "_", "-", "+", ",", ":", "=", "@", "%": true
      default: false
      }
    }
    // A word that begins with `=` is the path of a program to some shells.
    if isPlain, !word.isEmpty, !word.hasPrefix("=") { return word }
    var result = "'"
    for scalar in word.unicodeScalars {
      if scalar == "'" { result += "'\\''" } else { result.unicodeScalars.append(scalar) }
    }
    return result + "'"
  }
}
