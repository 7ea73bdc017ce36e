/// A place in a profile or a network; lines and columns count from 1, columns in Unicode scalars.
public struct SourceLocation: Sendable, Hashable, Comparable, CustomStringConvertible {
  /// The file as messages name it.
  public var file: String
  /// Counts from 1; 0: the value stands in no file.
  public var line: Int
  /// Counts Unicode scalars from 1.
  public var column: Int

  /// A place in a file.
  public init(file: String, line: Int, column: Int) {
    self.file = file
    self.line = line
    self.column = column
  }

  /// The order of reading.
  public static func < (left: Self, right: Self) -> Bool {
    (left.file, left.line, left.column) < (right.file, right.line, right.column)
  }

  /// `web.yml:12:3`; a value that no file holds has line 0, and `file` alone says where it is.
  public var description: String { line > 0 ? "\(file):\(line):\(column)" : file }
}
