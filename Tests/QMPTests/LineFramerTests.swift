import JSON
import Testing

@testable import QMP

@Suite("Lines")
struct LineFramerTests {
  /// What a QEMU 7.2 sent, in its own spelling: a greeting, an event between, an answer, an error, a long line.
  static let conversation =
    [
      #"{"QMP": {"version": {"qemu": {"micro": 22, "minor": 2, "major": 7}, "package": ""}, "capabilities": ["oob"]}}"#,
      #"{"timestamp": {"seconds": 1700000000, "microseconds": 1}, "event": "RESUME"}"#, #"{"return": {}, "id": 1}"#,
      #"{"error": {"class": "CommandNotFound", "desc": "The command x has not been found"}, "id": 2}"#,
      #"{"return": "\ud83d\ude00 \u00e9", "id": 3}"#,
    ]

  private func frame(_ pieces: [ArraySlice<UInt8>]) throws -> [String] {
    var framer = LineFramer()
    var lines: [String] = []
    for piece in pieces {
      try piece.withUnsafeBytes { bytes in
        try framer.append(bytes) { lines.append(String(decoding: $0, as: UTF8.self)) }
      }
    }
    return lines
  }

  @Test func `A conversation split at any byte is the same conversation`() throws {
    let bytes = Array(Self.conversation.joined(separator: "\r\n").utf8) + [0x0D, 0x0A]
    for boundary in 0...bytes.count {
      #expect(try frame([bytes[..<boundary], bytes[boundary...]]) == Self.conversation)
    }
    #expect(try frame(bytes.indices.map { bytes[$0...$0] }) == Self.conversation)
    for line in Self.conversation { #expect(throws: Never.self) { try QMPMessage(line: Array(line.utf8)) } }
  }

  @Test func `LF alone ends a line, empty lines are read over, and the last line waits for its end`() throws {
    #expect(try frame([Array("{}\n\r\n\n[1]\r\nrest".utf8)[...]]) == ["{}", "[1]"])
  }

  @Test func `A message over several lines is one message, split at any byte`() throws {
    let first = "{\r\n    \"QMP\": {\r\n        \"capabilities\": [\r\n        ]\r\n    }\r\n}\r\n"
    let bytes = Array((first + "{}\r\n{\n    \"return\": 1\n}\n").utf8)
    let whole = try frame([bytes[...]])
    #expect(whole.count == 3)
    #expect(try JSONValue(parsing: whole[0]) == ["QMP": ["capabilities": []]])
    #expect(try JSONValue(parsing: whole[2]) == ["return": 1])
    for boundary in 0...bytes.count { #expect(try frame([bytes[..<boundary], bytes[boundary...]]) == whole) }
  }

  @Test func `A line of 10 MiB is read, one byte more is refused before it has ended`() throws {
    let limit = LineFramer.maximumLength
    var line = [UInt8](repeating: UInt8(ascii: "x"), count: limit)
    let pieces = stride(from: 0, to: limit, by: 65536).map { line[$0..<min($0 + 65536, limit)] }
    #expect(try frame(pieces + [[0x0A]]).first?.utf8.count == limit)
    line.append(0x0A)
    #expect(try frame([line[...]]).first?.utf8.count == limit)
    let error = QMPError.protocolViolation("a line is longer than 10 MiB")
    #expect(throws: error) { try frame(pieces + [[0x78]]) }
    #expect(throws: error) { try frame([[0x78], line[...]]) }
  }

  @Test func `A long line is not read again for each piece that comes`() throws {
    func time(piece count: Int) throws -> Duration {
      let piece = [UInt8](repeating: UInt8(ascii: "x"), count: count)[...]
      let pieces = Array(repeating: piece, count: (8 << 20) / count) + [[0x0A]]
      let start = ContinuousClock.now
      _ = try frame(pieces)
      return ContinuousClock.now - start
    }
    _ = try time(piece: 65536)
    let few = try (0..<15).map { _ in try time(piece: 65536) }.min() ?? .zero
    let many = try (0..<15).map { _ in try time(piece: 4096) }.min() ?? .zero
    #expect(many < few * 8, "8 MiB took \(many) in 2048 pieces, and \(few) in 128")
  }
}
