/// Captions as they can stand in a quoted label of Mermaid.
///
/// Mermaid's entity codes (`#35;`, see "Entity codes to escape characters" in its flowchart documentation) are
/// put aside before the text is parsed: whatever is written as one can't end a label or begin a statement. They
/// are no help with Markdown, which version 11 looks for after it has restored them; see `MermaidWord`.
enum MermaidText {
  /// Lines of a label, quoted.
  static func label(_ lines: [String]) -> String {
    var text = lines.map { escape(caption: $0) }.joined(separator: "<br/>")
    // At the beginning of a label "-", ">" or "#" may be Markdown's; none is after an invisible character.
    if text.hasPrefix("#") { text = MermaidWord.joiner + text }
    // Mermaid removes the last ";" of a line that has "style", then ":" and "#" without a space between.
    if text.contains("#") { text = text.replacing(":", with: "#58;") }
    return "\"\(text)\""
  }

  /// A caption with all that could mean something encoded; plain words stay readable in the source.
  private static func escape(caption: String) -> String {
    let words = caption.split(separator: " ", omittingEmptySubsequences: false).map(String.init)
    var result = ""
    for (index, word) in words.enumerated() {
      if index > 0 {
        // A line with `direction TB` in it is a statement, quoted or not; spaces in a row may be code of Markdown.
        let isKeyword = words[index - 1].lowercased().hasSuffix("direction")
        result += isKeyword || word.isEmpty || words[index - 1].isEmpty ? "#32;" : " "
      }
      result += MermaidWord(word).escaped
    }
    return result
  }
}
