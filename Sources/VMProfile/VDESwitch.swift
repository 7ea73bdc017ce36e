internal import Wording

/// A switch of Virtual Distributed Ethernet: one that vmrun starts for whoever names it, or one that exists.
public struct VDESwitch: TextValue {
  /// What was written.
  public let description: String

  /// The folder of an existing switch's socket; nil: vmrun starts a switch of this name.
  public var path: String? { description.contains("/") ? description : nil }

  /// Reads a name, or the path of the folder that `vde_switch -sock` has.
  ///
  /// - Throws: `InvalidValue` for a relative path, or a name with other characters than letters, digits, `_` and `-`.
  public init(parsing text: String) throws(InvalidValue) {
    let isPath = text.hasPrefix("/") && text.count > 1 && !text.unicodeScalars.contains { $0.value < 0x20 }
    guard isPath || ASCII.isWord(text, others: "_-", limit: 24) else {
      throw InvalidValue(text: text, reason: "expected \(Self.expectation)")
    }
    description = text
  }

  static let expectation = "a name such as lab, or the whole path of a switch's socket folder such as /run/vde.ctl"
}
