extension QEMUVersion {
  /// Reads the first line of `qemu-system-ARCH -version`, such as
  /// `QEMU emulator version 7.2.22 (Debian 1:7.2+dfsg-7+deb12u18+b3)`; nil when it is not there.
  public init?(versionText: String) {
    let marker = "emulator version "
    guard
      let line = versionText.split(whereSeparator: \.isNewline).first(where: { $0.contains(marker) }),
      let start = line.indices.first(where: { line[$0...].hasPrefix(marker) })
    else { return nil }
    let word = line[start...].dropFirst(marker.count).prefix { $0 == "." || ($0.isASCII && $0.isNumber) }
    let numbers = word.split(separator: ".").compactMap { Int($0) }
    guard numbers.count >= 2 else { return nil }
    self.init(major: numbers[0], minor: numbers[1], micro: numbers.count > 2 ? numbers[2] : 0)
  }

  /// Why vmrun cannot use this release; nil when it can.
  public var refusal: String? {
    guard self < Self.minimum else { return nil }
    return "QEMU \(self) is too old: vmrun needs \(Self.minimum.major).\(Self.minimum.minor) or newer"
  }
}
