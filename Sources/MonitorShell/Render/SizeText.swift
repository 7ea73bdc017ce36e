/// Bytes as people read them.
enum SizeText {
  static func text(_ bytes: Int) -> String {
    let units = ["B", "K", "M", "G", "T", "P", "E"]
    var value = bytes
    var rest = 0
    var unit = 0
    while value >= 1024, unit < units.count - 1 {
      rest = value % 1024
      value /= 1024
      unit += 1
    }
    guard unit > 0 else { return "\(bytes) B" }
    let tenth = value < 10 ? rest * 10 / 1024 : 0
    return tenth == 0 ? "\(value)\(units[unit])" : "\(value).\(tenth)\(units[unit])"
  }
}
