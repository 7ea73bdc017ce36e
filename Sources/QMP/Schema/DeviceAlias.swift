/// Names that `device_add` takes and QEMU's introspection doesn't tell (softmmu/qdev-monitor.c, `qdev_alias_table`).
enum DeviceAlias {
  private static let known = [
    "AC97": "ac97", "e1000-82540em": "e1000", "ES1370": "es1370", "ich9-ahci": "ahci", "lsi53c895a": "lsi",
  ]

  /// The type behind the name that a user gave; nil when there is none.
  static func resolve(_ word: String, among names: [String]) -> String? {
    let candidates = [word, known[word] ?? word, word + "-pci", word + "-ccw", word + "-device"]
    return candidates.first { names.contains($0) } ?? known.first { $0.value == word && names.contains($0.key) }?.key
  }
}
