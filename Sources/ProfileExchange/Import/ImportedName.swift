package import VMProfile

/// A machine's name out of whatever a file calls it.
package enum ImportedName {
  /// - Returns: nil when nothing is left of it; else a name, which is the text itself where that is one.
  package static func from(_ text: String) -> VMName? {
    if let name = VMName(text) { return name }
    var words: [String] = [""]
    for scalar in text.unicodeScalars {
      switch scalar {
      case "a"..."z", "A"..."Z", "0"..."9", "_": words[words.count - 1].unicodeScalars.append(scalar)
      case "." where !words[words.count - 1].isEmpty: words[words.count - 1] += "."
      default: if words[words.count - 1] != "" { words.append("") }
      }
    }
    var name = String(words.filter { !$0.isEmpty }.joined(separator: "-").drop { $0 == "_" }.prefix(48))
    while let last = name.last, ".-_".contains(last) { name.removeLast() }
    return VMName(name) ?? VMName(name.replacing(".", with: "-"))
  }
}
