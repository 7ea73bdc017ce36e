import Testing

@testable import HostNetwork

@Suite struct DerivedMACTests {
  @Test func `the same words come to the same address, for ever`() {
    #expect(DerivedMAC.address("salt", "lab", "bridge") == "02:11:5b:50:a8:76")
  }

  @Test func `it is local and of one host`() {
    for number in 0..<500 { #expect(DerivedMAC.address("\(number)").hasPrefix("02:")) }
  }

  @Test func `other words come to other addresses, wherever one ends`() {
    let all = [["ab", "c"], ["a", "bc"], ["abc"], ["abc", ""], ["", "abc"]].map { words in
      switch words.count {
      case 1: DerivedMAC.address(words[0])
      default: DerivedMAC.address(words[0], words[1])
      }
    }
    #expect(Set(all).count == all.count)
    let many = (0..<1000).flatMap { number in (0..<3).map { DerivedMAC.address("salt", "net\(number)", "veth\($0)") } }
    #expect(Set(many).count == many.count)
  }
}
