extension String {
  /// A text as C's wide characters, which are Unicode scalars on Linux.
  init(wideCharacters: UnsafeBufferPointer<Int32>) {
    var view = UnicodeScalarView()
    for character in wideCharacters {
      view.append(UInt32(exactly: character).flatMap(Unicode.Scalar.init) ?? "\u{FFFD}")
    }
    self.init(view)
  }

  func withWideCharacters(_ body: (UnsafePointer<Int32>) -> Void) {
    let characters = unicodeScalars.map { Int32($0.value) } + [0]
    characters.withUnsafeBufferPointer { buffer in
      if let start = buffer.baseAddress { body(start) }
    }
  }
}
