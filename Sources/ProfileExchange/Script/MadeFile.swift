internal import VMProfile

/// A file that a script makes before it runs QEMU.
enum MadeFile: Sendable, Equatable {
  /// By `qemu-img create`: over a base, of a size, or both.
  case disk(base: String?, size: ByteSize?)
  /// What cloud-init is told.
  case seed

  /// Reads `qemu-img create [options] FILE [SIZE]`.
  static func disk(_ words: [String], in folder: String) -> (file: String, made: MadeFile)? {
    var (rest, plain, base) = (words.dropFirst(2), [String](), String?.none)
    while let word = rest.popFirst() {
      switch word {
      case "-b": base = rest.popFirst()
      case "-f", "-F": _ = rest.popFirst()
      case "-o": base = OptionValues(rest.popFirst() ?? "")["backing_file"] ?? base
      case _ where word.hasPrefix("-"): break
      default: plain.append(word)
      }
    }
    guard let name = plain.first, plain.count <= 2 else { return nil }
    let file = ScriptPath.joined(folder, name)
    let size = plain.count == 2 ? QEMUSize.bytes(plain[1], unit: "B").map(ByteSize.init(bytes:)) : nil
    guard base != nil || size != nil else { return nil }
    // A base is found from the overlay's folder.
    let parent = file.lastIndex(of: "/").map { String(file[..<$0]) } ?? ""
    return (file, .disk(base: base.map { ScriptPath.joined(parent, $0) }, size: size))
  }

  /// Reads a command that writes a CD with the label that cloud-init looks for.
  static func seed(_ words: [String], in folder: String) -> String? {
    let name = words.first?.split(separator: "/").last
    if name == "cloud-localds" {
      return words.dropFirst().first { !$0.hasPrefix("-") }.map { ScriptPath.joined(folder, $0) }
    }
    guard words.contains(where: { $0.lowercased() == "cidata" }),
      let option = words.firstIndex(where: { ["-output", "-o", "--output"].contains($0) }), option + 1 < words.count
    else { return nil }
    return ScriptPath.joined(folder, words[option + 1])
  }
}
