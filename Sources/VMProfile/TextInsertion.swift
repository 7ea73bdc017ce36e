/// A text to be put into another one.
struct TextInsertion: Equatable {
  /// In Unicode scalars.
  var offset: Int
  var text: String

  func applied(to text: String) -> String {
    let scalars = text.unicodeScalars
    guard let index = scalars.index(scalars.startIndex, offsetBy: offset, limitedBy: scalars.endIndex) else {
      return text
    }
    var result = String.UnicodeScalarView()
    result.append(contentsOf: scalars[..<index])
    result.append(contentsOf: self.text.unicodeScalars)
    result.append(contentsOf: scalars[index...])
    return String(result)
  }
}
