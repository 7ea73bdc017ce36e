internal import CGLib
package import XML

/// XML by GLib's GMarkup: elements, attributes and text, nothing that could name a file or multiply itself.
package enum Markup {
  /// How deep elements may nest.
  package static let maximumDepth = 64
  /// How many elements there may be.
  package static let maximumElements = 50_000

  /// Reads a document.
  ///
  /// - Throws: `GLibError` with the line for what is no XML, for a document type declaration, in which entities could
  ///   be defined, and beyond the limits above.
  package static func parse(_ text: String) throws(GLibError) -> XMLElement {
    let tree = MarkupTree()
    var parser = GMarkupParser(
      start_element: { context, name, names, values, tree, error in
        guard let context, let name, let tree = MarkupTree.from(tree) else { return }
        tree.begin(String(cString: name), MarkupTree.pairs(names, values), line: MarkupTree.line(context), error)
      },
      end_element: { _, _, tree, _ in MarkupTree.from(tree)?.end() },
      text: { _, text, length, tree, _ in
        guard let text else { return }
        let bytes = UnsafeRawBufferPointer(start: text, count: Int(length))
        MarkupTree.from(tree)?.add(String(decoding: bytes, as: UTF8.self))
      },
      passthrough: { _, text, length, _, error in
        guard let text else { return }
        let bytes = UnsafeRawBufferPointer(start: text, count: Int(length))
        // Comments begin with the same two characters.
        guard bytes.starts(with: "<!".utf8), !bytes.starts(with: "<!--".utf8) else { return }
        MarkupTree.refuse("a document type declaration is not read: remove it", error)
      }, error: nil)
    let bytes = Array(text.utf8)
    return try withExtendedLifetime(tree) { () throws(GLibError) in
      let pointer = Unmanaged.passUnretained(tree).toOpaque()
      guard
        let context = g_markup_parse_context_new(
          &parser, GMarkupParseFlags(G_MARKUP_TREAT_CDATA_AS_TEXT.rawValue), pointer, nil)
      else { throw GLibError("XML cannot be read") }
      defer { g_markup_parse_context_free(context) }
      var error: UnsafeMutablePointer<GError>?
      let isRead = bytes.withUnsafeBytes { buffer in
        g_markup_parse_context_parse(
          context, buffer.baseAddress?.assumingMemoryBound(to: CChar.self), gssize(buffer.count), &error) != 0
      }
      guard isRead, g_markup_parse_context_end_parse(context, &error) != 0 else { throw GLibError(consuming: error) }
      guard let root = tree.root else { throw GLibError("the document is empty") }
      return root
    }
  }
}
