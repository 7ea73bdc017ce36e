import JSON
import Testing

@Suite("Numbers")
struct JSONNumberTests {
  @Test(arguments: [
    "0", "-1", "9007199254740993", "9223372036854775807", "-9223372036854775808", "18446744073709551615",
  ])
  func `An integer survives a round trip exactly`(_ text: String) throws {
    #expect(try JSONValue(parsing: text).compact == text)
  }

  @Test func `An integer is signed where that has room for it, and unsigned above`() throws {
    #expect(try JSONValue(parsing: "9223372036854775807") == .integer(.max))
    #expect(try JSONValue(parsing: "9223372036854775808") == .unsigned(1 << 63))
    #expect(try JSONValue(parsing: "18446744073709551616") == .double(18_446_744_073_709_551_616))
    #expect(try JSONValue(parsing: "-9223372036854775809") == .double(-9_223_372_036_854_775_808))
    #expect(JSONValue(unsigned: 7) == .integer(7))
    #expect(JSONValue(unsigned: .max) == .unsigned(.max))
  }

  @Test(arguments: [("1.0", 1.0), ("-2.5e3", -2500), ("1E+2", 100)])
  func `A fraction or an exponent makes a double, as in QEMU`(_ text: String, _ value: Double) throws {
    #expect(try JSONValue(parsing: text) == .double(value))
  }

  @Test func `What overflows a double is infinite, and so is what QEMU prints for it`() throws {
    #expect(try JSONValue(parsing: "1e400") == .double(.infinity))
    #expect(try JSONValue(parsing: "[inf, -inf]") == [.double(.infinity), .double(-.infinity)])
    guard case .double(let value) = try JSONValue(parsing: "nan") else { return #expect(Bool(false)) }
    #expect(value.isNaN)
  }

  @Test func `An infinity is written as a number that every reader takes for one; what is no number, as null`() throws {
    let text = JSONValue.array([.double(.infinity), .double(-.infinity), .double(.nan)]).compact
    #expect(text == "[1e400,-1e400,null]")
    #expect(try JSONValue(parsing: text) == [.double(.infinity), .double(-.infinity), .null])
  }

  @Test(arguments: ["01", "-", "+1", "1.", ".5", "1e", "1e+", "0x10", "1_000", "--1", "infinity", "in", "na"])
  func `A number that JSON doesn't have is refused`(_ text: String) {
    #expect(throws: JSONError.self) { try JSONValue(parsing: text) }
  }

  @Test func `An integer in range is an Int, anything else is not`() {
    #expect(JSONValue.integer(5).intValue == 5)
    #expect(JSONValue.unsigned(.max).intValue == nil)
    #expect(JSONValue.double(5).intValue == nil)
    #expect(JSONValue.string("5").intValue == nil)
  }
}
