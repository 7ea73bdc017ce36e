import Foundation

/// Half a kilobyte that a BIOS starts: it writes a text to the first serial port and stops.
enum BootSector {
  static func saying(_ text: String) -> Data {
    var code: [UInt8] = [
      0xFA,  // cli
      0xE8, 0x00, 0x00,  // call the next instruction, so that its place is on the stack
      0x5E,  // pop si
      0x81, 0xC6, 0x14, 0x00,  // add si, the way from there to the text
      0x2E, 0xAC,  // cs lodsb
      0x84, 0xC0,  // test al, al
      0x74, 0x06,  // jz to the end
      0xBA, 0xF8, 0x03,  // mov dx, 0x3f8
      0xEE,  // out dx, al
      0xEB, 0xF4,  // jmp to the next letter
      0xF4,  // hlt
      0xEB, 0xFD,  // jmp back to it
    ]
    code += Array("\(text)\n".utf8) + [0]
    code += [UInt8](repeating: 0, count: 510 - code.count) + [0x55, 0xAA]
    return Data(code)
  }
}
