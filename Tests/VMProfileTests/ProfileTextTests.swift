import Testing
import VMProfile

/// What a profile's text becomes when a card is added to it.
@Suite struct ProfileTextTests {
  private static let mac = MACAddress("52:54:00:12:34:56")
  private static let card = NIC(model: "e1000", mac: mac)

  struct Case: Sendable, CustomTestStringConvertible {
    var name: String
    var before: String
    var nic = card
    var after: String
    var testDescription: String { name }
  }

  static let cases = [
    Case(
      name: "a block list",
      before: "image: tiny\nnics:\n  - user\n",
      after: "image: tiny\nnics:\n  - user\n  - model: e1000\n    mac: 52:54:00:12:34:56\n    user:\n"),
    Case(
      name: "a list without indentation, with keys behind it",
      before: "image: tiny\nnics:\n- user:\n    forward: [ssh]\nssh: {user: root}\n",
      after: "image: tiny\nnics:\n- user:\n    forward: [ssh]\n- model: e1000\n  mac: 52:54:00:12:34:56\n  user:\n"
        + "ssh: {user: root}\n"),
    Case(
      name: "a deep indentation and a dash with spaces behind it",
      before: "nics:\n      -   model: virtio\n          none:\nimage: tiny\n",
      after: "nics:\n      -   model: virtio\n          none:\n      - model: e1000\n        mac: 52:54:00:12:34:56\n"
        + "        user:\nimage: tiny\n"),
    Case(
      name: "comments of the list stay in it, those of the next key with that key",
      before: """
        # top
        image: tiny   # the image
        nics:
          # first
          - user:     # NAT
              forward:
                - ssh # for ssh
          # - none

        # who logs in
        ssh: {user: root}

        """,
      after: """
        # top
        image: tiny   # the image
        nics:
          # first
          - user:     # NAT
              forward:
                - ssh # for ssh
          # - none
          - model: e1000
            mac: 52:54:00:12:34:56
            user:

        # who logs in
        ssh: {user: root}

        """),
    Case(
      name: "the list ends the file without a line end",
      before: "image: tiny\nnics:\n  - user",
      after: "image: tiny\nnics:\n  - user\n  - model: e1000\n    mac: 52:54:00:12:34:56\n    user:"),
    Case(
      name: "lines that end as on Windows",
      before: "image: tiny\r\nnics:\r\n  - user\r\nsmp: 2\r\n",
      after:
        "image: tiny\r\nnics:\r\n  - user\r\n  - model: e1000\r\n    mac: 52:54:00:12:34:56\r\n    user:\r\nsmp: 2\r\n"),
    Case(
      name: "a byte order mark",
      before: "\u{FEFF}nics: [user]\nimage: tiny\n",
      after: "\u{FEFF}nics: [user, {model: e1000, mac: 52:54:00:12:34:56, user: }]\nimage: tiny\n"),
    Case(
      name: "letters of several bytes before the list",
      before: "description: Büro-Gerät – 机器 🖥\nimage: tiny\nnics: [ user ]  # – 网\n",
      after:
        "description: Büro-Gerät – 机器 🖥\nimage: tiny\nnics: [ user, {model: e1000, mac: 52:54:00:12:34:56, user: } ]"
        + "  # – 网\n"),
    Case(
      name: "no cards",
      before: "image: tiny\nnics: []\nsmp: 2\n",
      after: "image: tiny\nnics: [{model: e1000, mac: 52:54:00:12:34:56, user: }]\nsmp: 2\n"),
    Case(
      name: "a flow list over several lines, with a comma at its end and brackets in comments",
      before: "image: tiny\nnics: [\n  {user: {forward: [\"8080:80\"]}}, # not ] here\n  none,\n]\n",
      after: "image: tiny\nnics: [\n  {user: {forward: [\"8080:80\"]}}, # not ] here\n"
        + "  none, {model: e1000, mac: 52:54:00:12:34:56, user: }\n]\n"),
    Case(
      name: "flow items in a block list",
      before: "image: tiny\nnics:\n  - {model: rtl8139, user: {forward: [ssh,\n     \"8080:80\"]}}\n\n\n",
      after: "image: tiny\nnics:\n  - {model: rtl8139, user: {forward: [ssh,\n     \"8080:80\"]}}\n"
        + "  - model: e1000\n    mac: 52:54:00:12:34:56\n    user:\n\n\n"),
    Case(
      name: "a profile that leaves its cards out keeps the standard one",
      before: "image: tiny\n# the end\n",
      after: "image: tiny\n# the end\nnics:\n  - model: virtio\n    user:\n      forward: [ssh]\n"
        + "  - model: e1000\n    mac: 52:54:00:12:34:56\n    user:\n"),
    Case(
      name: "a document with marks at its start and end",
      before: "---\nimage: tiny\nnics:\n  - user\n...\n",
      after: "---\nimage: tiny\nnics:\n  - user\n  - model: e1000\n    mac: 52:54:00:12:34:56\n    user:\n...\n"),
    Case(
      name: "the end mark, and no cards",
      before: "image: tiny\nnics: []\n...\n",
      after: "image: tiny\nnics: [{model: e1000, mac: 52:54:00:12:34:56, user: }]\n...\n"),
    Case(
      name: "a profile in braces",
      before: "{image: tiny, nics: [user], smp: 2}\n",
      after: "{image: tiny, nics: [user, {model: e1000, mac: 52:54:00:12:34:56, user: }], smp: 2}\n"),
    Case(
      name: "quoted keys",
      before: "\"image\": tiny\n'nics':\n  - user\n",
      after: "\"image\": tiny\n'nics':\n  - user\n  - model: e1000\n    mac: 52:54:00:12:34:56\n    user:\n"),
    Case(
      name: "forwards are quoted as YAML needs it",
      before: "image: tiny\nnics:\n  - user\n",
      nic: NIC(
        mac: mac, attachment: .user(forwards: ["0:22", "8080:80", "0.0.0.0:53:53/udp"].compactMap(PortForward.init))),
      after: "image: tiny\nnics:\n  - user\n  - model: virtio\n    mac: 52:54:00:12:34:56\n    user:\n"
        + "      forward: [ssh, \"8080:80\", \"0.0.0.0:53:53/udp\"]\n"),
    Case(
      name: "a card without a cable",
      before: "image: tiny\nnics: [user]\n",
      nic: NIC(mac: mac, attachment: .none),
      after: "image: tiny\nnics: [user, {model: virtio, mac: 52:54:00:12:34:56, none: }]\n"),
  ]

  /// A card on each attachment, as a block and between braces.
  static let attachments = [
    (
      "user: {restrict: true, net: 10.0.9.0/24, hostname: web}",
      "user:\n+restrict: true\n+net: 10.0.9.0/24\n+hostname: web"
    ),
    ("passt: ", "passt:"), ("passt: {forward: [ssh]}", "passt:\n+forward: [ssh]"),
    ("tap: ", "tap:"), ("tap: {bridge: br0}", "tap:\n+bridge: br0"), ("tap: {ifname: tap0}", "tap:\n+ifname: tap0"),
    (
      "tap: {ifname: tap0, script: ./up, downscript: \"/a b/down\"}",
      "tap:\n+ifname: tap0\n+script: ./up\n+downscript: \"/a b/down\""
    ),
    ("network: lab", "network: lab"), ("vde: lab", "vde: lab"), ("vde: /run/vde.ctl", "vde: /run/vde.ctl"),
    ("vde: \"/a b\"", "vde: \"/a b\""),
    ("socket: {listen: \"127.0.0.1:4000\"}", "socket:\n+listen: \"127.0.0.1:4000\""),
    ("socket: {connect: \"127.0.0.1:4000\"}", "socket:\n+connect: \"127.0.0.1:4000\""),
    (
      "socket: {mcast: \"230.0.0.1:4000\", localaddr: 127.0.0.1}",
      "socket:\n+mcast: \"230.0.0.1:4000\"\n+localaddr: 127.0.0.1"
    ),
    (
      "socket: {udp: \"127.0.0.1:4000\", localaddr: \"127.0.0.1:4001\"}",
      "socket:\n+udp: \"127.0.0.1:4000\"\n+localaddr: \"127.0.0.1:4001\""
    ),
  ]

  @Test(arguments: attachments)
  func `a card on any attachment is written as it is read`(flow: String, block: String) throws {
    let name = try VMName(parsing: "web")
    let head = "model: virtio, mac: 52:54:00:12:34:56, "
    let nic = try #require(ProfileFixture.parse("image: tiny\nnics: [{\(head)\(flow)}]\n").nics.first)
    var text = ProfileText("image: tiny\nnics: [user]\n", name: name, file: "web.yml")
    try text.append(nic)
    #expect(text.yaml == "image: tiny\nnics: [user, {\(head)\(flow)}]\n")
    text = ProfileText("image: tiny\nnics:\n  - user\n", name: name, file: "web.yml")
    try text.append(nic)
    let lines = block.replacing("\n+", with: "\n      ")
    #expect(
      text.yaml == "image: tiny\nnics:\n  - user\n  - model: virtio\n    mac: 52:54:00:12:34:56\n    \(lines)\n")
  }

  @Test(arguments: cases) func `a card is added and nothing else changes`(_ item: Case) throws {
    var text = ProfileText(item.before, name: try VMName(parsing: "web"), file: "web.yml")
    try text.append(item.nic)
    #expect(text.yaml == item.after)
    // Bytes, as strings compare equal in spite of different spellings.
    #expect(Array(text.yaml.utf8) == Array(item.after.utf8))
  }

  @Test(arguments: cases) func `a second card follows the first`(_ item: Case) throws {
    let name = try VMName(parsing: "web")
    var text = ProfileText(item.before, name: name, file: "web.yml")
    let first = try text.append(item.nic)
    var other = Self.card
    other.mac = MACAddress("52:54:00:00:00:01")
    #expect(try text.append(other) == first + 1)
    let profile = try Profile(yaml: text.yaml, name: name, file: "web.yml")
    #expect(profile.nics.suffix(2) == [item.nic, other])
  }

  @Test(arguments: [
    "image: tiny\nnics: &cards\n  - user\n",
    "image: tiny\nssh: {user: root}\nnics:\n  - &card\n    user:\n  - *card\n",
    "{image: tiny}\n",
    "base: &base\n  - user\nimage: tiny\nnics: *base\n",
  ])
  func `text without a safe place is left alone, or changed rightly`(_ yaml: String) throws {
    let name = try VMName(parsing: "web")
    var text = ProfileText(yaml, name: name, file: "web.yml")
    do {
      try text.append(Self.card)
      #expect(try Profile(yaml: text.yaml, name: name, file: "web.yml").nics.last == Self.card)
    } catch {
      #expect(text.yaml == yaml)
    }
  }

  @Test func `what cannot be added comes with the lines to paste`() throws {
    var text = ProfileText("{image: tiny}\n", name: try VMName(parsing: "web"), file: "web.yml")
    let message =
      "web.yml: the NIC cannot be added to 'nics' without changing other lines: add it by hand:\n"
      + "  - model: e1000\n    mac: 52:54:00:12:34:56\n    user:"
    #expect(throws: ProfileError.unreadable(message)) { try text.append(Self.card) }
  }

  @Test func `a forward that the profile has already is refused, and the text stays`() throws {
    let yaml = "image: tiny\nnics:\n  - user: {forward: \"8080:80\"}\n"
    var text = ProfileText(yaml, name: try VMName(parsing: "web"), file: "web.yml")
    let nic = NIC(mac: Self.mac, attachment: .user(forwards: ["8080:81"].compactMap(PortForward.init)))
    #expect(throws: ProfileError.self) { try text.append(nic) }
    #expect(text.yaml == yaml)
  }
}
