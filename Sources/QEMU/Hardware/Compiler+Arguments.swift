extension Compiler {
  /// The profile's own words, as they are and after all others.
  mutating func addQEMUArguments() {
    var words = machine.qemuArguments[...]
    while let word = words.popFirst() {
      // For people who read it: an option and its value on one line.
      let value = word.hasPrefix("-") && words.first?.hasPrefix("-") == false ? words.popFirst() : nil
      add(word, value)
    }
  }
}
