/// The characters that a box in a text is drawn with.
struct BoxCharacters {
  var horizontal: Character
  var vertical: Character
  var topLeft: Character
  var topRight: Character
  var bottomLeft: Character
  var bottomRight: Character
  /// Where a line leaves through the upper, lower or left side.
  var up: Character
  var down: Character
  var left: Character
  /// Where a line leaves a trunk to the right.
  var branch: Character

  static let solid = BoxCharacters(
    horizontal: "─", vertical: "│", topLeft: "┌", topRight: "┐", bottomLeft: "└", bottomRight: "┘",
    up: "┴", down: "┬", left: "┤", branch: "├")

  static let dashed = BoxCharacters(
    horizontal: "╌", vertical: "╎", topLeft: "┌", topRight: "┐", bottomLeft: "└", bottomRight: "┘",
    up: "┴", down: "┬", left: "┤", branch: "├")

  static let ascii = BoxCharacters(
    horizontal: "-", vertical: "|", topLeft: "+", topRight: "+", bottomLeft: "+", bottomRight: "+",
    up: "+", down: "+", left: "+", branch: "+")

  static let dottedASCII = BoxCharacters(
    horizontal: ".", vertical: ":", topLeft: ".", topRight: ".", bottomLeft: ".", bottomRight: ".",
    up: "+", down: "+", left: "+", branch: "+")
}
