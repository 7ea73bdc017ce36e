import Testing
import VMProfile

/// What is said about a card's attachment, word by word.
@Suite struct AttachmentMessageTests {
  /// The mistakes of a profile whose list of cards begins on line 3.
  private func mistakes(_ nics: String) -> [String] {
    ProfileFixture.mistakes(in: "image: tiny\nnics:\n\(nics)\n")
  }

  @Test(arguments: [
    ("network", "{network: lab}"), ("socket", "{socket: {listen: \"127.0.0.1:4000\"}}"), ("vde", "{vde: lab}"),
  ])
  func `an attachment that needs a value is not one word`(keyword: String, example: String) {
    #expect(mistakes("- \(keyword)") == ["web.yml:3:3: '\(keyword)' needs a value: write \(example)"])
  }

  @Test func `user networking takes a whole network`() {
    let expected = "expected a whole network with a prefix of 8 to 28 bits such as"
    #expect(
      mistakes("- user: {net: 10.0.9.1/24}") == ["web.yml:3:15: 'net' is '10.0.9.1/24': \(expected) 10.0.9.0/24"])
    #expect(
      mistakes("- user: {net: 10.0.9.0/29}") == ["web.yml:3:15: 'net' is '10.0.9.0/29': \(expected) 10.0.9.0/24"])
    #expect(
      mistakes("- {user: {net: 10.0.9.0/24}, address: 10.0.8.5/24}") == [
        "web.yml:3:39: 'address' is '10.0.8.5/24', which is outside of 'net', 10.0.9.0/24 (web.yml:3:16): leave 'net' "
          + "out, or write an address within"
      ])
    #expect(mistakes("- {user: {net: 10.0.9.0/24}, address: 10.0.9.5/24}") == [])
  }

  @Test func `what else user networking is told has its form`() {
    #expect(
      mistakes("- user: {hostname: a_b}") == [
        "web.yml:3:20: 'hostname' is 'a_b': expected a host name: 1 to 63 letters, digits or '-', neither end a '-'"
      ])
    #expect(
      mistakes("- user: {restrict: yes}") == [
        "web.yml:3:20: 'restrict' is 'yes': expected true or false; did you mean 'true'?"
      ])
    #expect(mistakes("- user: {host: a}") == ["web.yml:3:10: unknown key 'host': did you mean 'hostname'?"])
  }

  @Test func `passt takes forwards and nothing else`() {
    #expect(
      mistakes("- passt: {restrict: true}") == [
        "web.yml:3:11: unknown key 'restrict' here: it belongs in 'user' of a NIC"
      ])
    #expect(
      mistakes("- passt: ssh")
        == ["web.yml:3:10: 'passt': expected nothing, or a mapping such as {forward: [ssh]}, found 'ssh'"])
    #expect(
      mistakes("- passt: {forward: \"80:1\"}\n- user: {forward: \"80:2\"}")
        == ["web.yml:4:19: 'forward' is '80:2': host port 80/tcp is forwarded already (web.yml:3:20)"])
  }

  @Test func `a TAP is a new one or one that exists`() {
    #expect(
      mistakes("- tap: {bridge: br0, ifname: tap0}") == [
        "web.yml:3:22: 'tap' has 'bridge', which makes a new interface, and 'ifname', which names one that exists: "
          + "write one of them"
      ])
    let needs = "needs 'ifname', the interface that it is run for: write {ifname: tap0, …}"
    #expect(
      mistakes("- tap: {script: ./up, downscript: ./down}") == [
        "web.yml:3:9: 'script' \(needs)", "web.yml:3:23: 'downscript' \(needs)",
      ])
    #expect(
      mistakes("- tap: tap0") == [
        "web.yml:3:8: 'tap': expected nothing, or a mapping such as {bridge: br0} or {ifname: tap0}, found 'tap0'"
      ])
    #expect(
      mistakes("- tap: {ifname: tap0, script: up}") == [
        "web.yml:3:31: 'script' is 'up': expected no, or the path of a program with a '/', such as ./qemu-ifup"
      ])
    // One mistake is told once.
    #expect(mistakes("- tap: {bridge: a/b}").count == 1)
    #expect(mistakes("- tap: {ifname: a/b, script: ./up}").count == 1)
  }

  @Test func `a socket has exactly one way`() {
    let message = "'socket' needs exactly one of listen, connect, mcast or udp"
    #expect(mistakes("- socket: {}") == ["web.yml:3:3: \(message)"])
    #expect(
      mistakes("- socket: {listen: \"127.0.0.1:4000\", connect: \"127.0.0.1:4000\"}") == ["web.yml:3:38: \(message)"])
    #expect(
      mistakes("- socket:")
        == ["web.yml:3:10: 'socket': expected a mapping such as {listen: \"127.0.0.1:4000\"}, found nothing"])
  }

  @Test func `a socket's addresses are numbers`() {
    let expected = "expected an IPv4 address and a port such as 127.0.0.1:4000"
    #expect(
      mistakes("- socket: {connect: \"localhost:4000\"}")
        == ["web.yml:3:21: 'connect' is 'localhost:4000': \(expected)"])
    #expect(
      mistakes("- socket: {listen: \"127.0.0.1:0\"}")
        == ["web.yml:3:20: 'listen' is '127.0.0.1:0': the port is a number from 1 to 65535"])
    #expect(
      mistakes("- socket: {mcast: \"10.0.0.1:4000\"}") == [
        "web.yml:3:19: 'mcast' is '10.0.0.1:4000': a multicast group lies in 224.0.0.0 to 239.255.255.255"
      ])
  }

  @Test func `a socket's own address belongs to its way`() {
    #expect(
      mistakes("- socket: {listen: \"127.0.0.1:4000\", localaddr: 127.0.0.1}")
        == ["web.yml:3:38: 'localaddr' belongs to 'mcast' and 'udp': leave it out"])
    #expect(
      mistakes("- socket: {mcast: \"230.0.0.1:4000\", localaddr: \"127.0.0.1:4001\"}")
        == ["web.yml:3:48: 'localaddr' is '127.0.0.1:4001': with 'mcast' it is an address without a port"])
    let needs = "'udp' needs 'localaddr' with a port, where the other machine's frames come in: 127.0.0.1:4001"
    #expect(mistakes("- socket: {udp: \"127.0.0.1:4000\"}") == ["web.yml:3:12: \(needs)"])
    #expect(mistakes("- socket: {udp: \"127.0.0.1:4000\", localaddr: 127.0.0.1}") == ["web.yml:3:46: \(needs)"])
    #expect(
      mistakes("- socket: {udp: \"127.0.0.1:4000\", localaddr: x}") == [
        "web.yml:3:46: 'localaddr' is 'x': expected an address of this host such as 127.0.0.1, or with a port such as "
          + "127.0.0.1:4001"
      ])
  }

  @Test func `a switch has a name or a whole path`() {
    let expected = "expected a name such as lab, or the whole path of a switch's socket folder such as /run/vde.ctl"
    #expect(mistakes("- vde: a/b") == ["web.yml:3:8: 'vde' is 'a/b': \(expected)"])
    #expect(mistakes("- vde: \"a,b\"") == ["web.yml:3:8: 'vde' is 'a,b': \(expected)"])
    #expect(mistakes("- vde: [lab]") == ["web.yml:3:8: 'vde': \(expected), found a list"])
    #expect(mistakes("- vde:") == ["web.yml:3:3: 'vde' has no value: \(expected)"])
  }
}
