internal import Wording

/// A program that QEMU runs when it opens a TAP or lets go of it; `no` is none (qemu(1), `-netdev tap`).
public struct HookScript: TextValue {
  /// As written: relative to the profile's folder unless it begins with `/`; nil: none.
  public var path: String?

  /// No program.
  public static let no = HookScript(path: nil)

  private init(path: String?) { self.path = path }

  /// Reads `no` or a path that has a `/`.
  ///
  /// - Throws: `InvalidValue` for a path without one, which would be looked for nobody knows where.
  public init(parsing text: String) throws(InvalidValue) {
    guard text != "no" else {
      self = .no
      return
    }
    guard text.contains("/"), !text.hasSuffix("/"), !text.unicodeScalars.contains(where: { $0.value < 0x20 }) else {
      throw InvalidValue(text: text, reason: "expected \(Self.expectation)")
    }
    path = text
  }

  public var description: String { path ?? "no" }

  static let expectation = "no, or the path of a program with a '/', such as ./qemu-ifup"
}
