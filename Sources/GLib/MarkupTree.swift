internal import CGLib
internal import XML

/// The elements that GMarkup has told of so far. A class, because C holds it by its address.
final class MarkupTree {
  private(set) var root: XMLElement?
  private var open: [XMLElement] = []
  private var count = 0

  static func from(_ pointer: UnsafeMutableRawPointer?) -> MarkupTree? {
    pointer.map { Unmanaged<MarkupTree>.fromOpaque($0).takeUnretainedValue() }
  }

  static func line(_ context: OpaquePointer) -> Int {
    var (line, character): (gint, gint) = (0, 0)
    g_markup_parse_context_get_position(context, &line, &character)
    return Int(line)
  }

  static func pairs(
    _ names: UnsafeMutablePointer<UnsafePointer<CChar>?>?, _ values: UnsafeMutablePointer<UnsafePointer<CChar>?>?
  ) -> [(String, String)] {
    guard let names, let values else { return [] }
    var pairs: [(String, String)] = []
    while let name = names[pairs.count], let value = values[pairs.count] {
      pairs.append((String(cString: name), String(cString: value)))
    }
    return pairs
  }

  /// Ends the reading.
  static func refuse(_ reason: String, _ error: UnsafeMutablePointer<UnsafeMutablePointer<GError>?>?) {
    g_set_error_literal(error, g_markup_error_quark(), gint(G_MARKUP_ERROR_INVALID_CONTENT.rawValue), reason)
  }

  func begin(
    _ name: String, _ attributes: [(String, String)], line: Int,
    _ error: UnsafeMutablePointer<UnsafeMutablePointer<GError>?>?
  ) {
    count += 1
    guard open.count < Markup.maximumDepth else {
      return Self.refuse("line \(line): elements nest deeper than \(Markup.maximumDepth) levels", error)
    }
    guard !open.isEmpty || root == nil else {
      return Self.refuse("line \(line): there is something after the document's end", error)
    }
    guard count <= Markup.maximumElements else {
      return Self.refuse("line \(line): there are more than \(Markup.maximumElements) elements", error)
    }
    var element = XMLElement(name)
    element.attributes = attributes.map { XMLElement.Attribute(name: $0.0, value: $0.1) }
    element.line = line
    open.append(element)
  }

  func add(_ text: String) {
    guard let last = open.indices.last else { return }
    open[last].text += text
  }

  func end() {
    guard let element = open.popLast() else { return }
    if let parent = open.indices.last { open[parent].children.append(element) } else { root = element }
  }
}
