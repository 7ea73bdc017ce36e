/// The program that a file is of.
package enum ImportKind: String, Sendable, CaseIterable {
  case quickemu
  case libvirt
  case qemu

  /// Tells the program by what is in the file.
  ///
  /// - Throws: `ExchangeError` when it is of none of them.
  package static func of(_ text: String) throws(ExchangeError) -> ImportKind {
    if text.drop(while: \.isWhitespace).hasPrefix("<") { return .libvirt }
    let tokens = try ShellText.tokens(text)
    let script = try ShellScript(tokens)
    if !script.machines.isEmpty { return .qemu }
    let names = ShellAssignments(tokens).values.map(\.name)
    if names.contains(where: ["guest_os", "disk_img", "iso", "img"].contains) { return .quickemu }
    if !script.perhaps.isEmpty { return .qemu }
    throw ExchangeError(
      "this is no quickemu configuration, no libvirt domain XML and no QEMU command line: say which with --from")
  }
}
