extension JSONValue {
  /// Reads one JSON value.
  ///
  /// - Throws: `JSONError` with the byte offset of the first fault: text that is not UTF-8, a name that
  ///   occurs twice, nesting beyond 1024 levels, text after the value.
  public init(parsing bytes: some Collection<UInt8>) throws(JSONError) {
    // The standard library's accessor has no typed throws, hence the result.
    let direct = bytes.withContiguousStorageIfAvailable(Self.parse)
    self = try (direct ?? ContiguousArray(bytes).withUnsafeBufferPointer(Self.parse)).get()
  }

  private static func parse(_ buffer: UnsafeBufferPointer<UInt8>) -> Result<JSONValue, JSONError> {
    Result { () throws(JSONError) in
      var parser = JSONParser(buffer)
      return try parser.parseDocument()
    }
  }

  public init(parsing text: String) throws(JSONError) { try self.init(parsing: Array(text.utf8)) }
}
