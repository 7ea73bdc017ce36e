/// An element of an XML document: as much of XML as configuration files use.
package struct XMLElement: Sendable, Equatable {
  package struct Attribute: Sendable, Equatable {
    package var name: String
    package var value: String

    package init(name: String, value: String) {
      self.name = name
      self.value = value
    }
  }

  /// With its prefix, as written: `qemu:commandline`.
  package var name: String
  package var attributes: [Attribute]
  package var children: [XMLElement]
  /// The text between the tags, without that of the children.
  package var text: String
  /// Where the element begins in the file that it was read from, from 1; 0: it was read from none.
  package var line: Int

  package init(
    _ name: String, _ attributes: KeyValuePairs<String, String> = [:], text: String = "", _ children: [XMLElement] = []
  ) {
    self.name = name
    self.attributes = attributes.map { Attribute(name: $0.key, value: $0.value) }
    self.children = children
    self.text = text
    line = 0
  }

  /// The value of an attribute.
  package subscript(attribute: String) -> String? {
    get { attributes.first { $0.name == attribute }?.value }
    set {
      attributes.removeAll { $0.name == attribute }
      if let newValue { attributes.append(Attribute(name: attribute, value: newValue)) }
    }
  }

  /// The first child of a name.
  package func child(_ name: String) -> XMLElement? { children.first { $0.name == name } }

  package func children(_ name: String) -> [XMLElement] { children.filter { $0.name == name } }

  /// The text without the white space around it.
  package var word: String {
    let isSpace = { (scalar: Unicode.Scalar) in scalar.properties.isWhitespace }
    var view = Substring.UnicodeScalarView(text.unicodeScalars)
    view = view.drop(while: isSpace)
    while let last = view.last, isSpace(last) { view.removeLast() }
    return String(view)
  }
}
