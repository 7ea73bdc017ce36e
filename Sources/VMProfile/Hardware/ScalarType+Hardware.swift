internal import JSON

extension ScalarType<String> {
  /// The command line of a Linux kernel: one line. x86 kernels keep 2047 bytes of it (`COMMAND_LINE_SIZE`).
  static let kernelArguments = Self(
    expectation: "the kernel's command line, such as \"console=ttyS0 root=/dev/vda1\"",
    json: ["type": "string", "pattern": "^[^\\u0000-\\u001f]*$", "maxLength": 2047]
  ) { text throws(InvalidValue) in
    guard text.unicodeScalars.allSatisfy({ $0.properties.generalCategory != .control }) else {
      throw InvalidValue(text: text, reason: "a kernel's command line is one line without control characters")
    }
    guard text.utf8.count <= 2047 else {
      throw InvalidValue(text: text, reason: "a kernel's command line has at most 2047 bytes")
    }
    return text
  }

  /// One word of QEMU's command line.
  static let qemuArgument = Self(
    expectation: "a list of words for QEMU's command line such as [-device, usb-ehci]",
    json: ["type": "string", "minLength": 1, "maxLength": 4096]
  ) { text throws(InvalidValue) in
    guard !text.isEmpty, text.utf8.count <= 4096, !text.unicodeScalars.contains("\0") else {
      throw InvalidValue(text: text, reason: "expected a word of 1 to 4096 bytes")
    }
    if let refusal = QEMUOption.refusal(of: text) { throw InvalidValue(text: text, reason: refusal) }
    return text
  }
}
