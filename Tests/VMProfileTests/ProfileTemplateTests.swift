import Testing
import VMProfile

@Suite struct ProfileTemplateTests {
  @Test(arguments: [
    "tiny", "1.0", "no", "null", "./a b: #c.qcow2", "./it's \"x\".img", "../- x/y.img", "/srv/é.img", "./{a}.img",
  ])
  func `a new profile means what was asked for, whatever the image is called`(image: String) throws {
    let name = try VMName(parsing: "web")
    let reference = try ImageReference(parsing: image)
    for attachment in [
      Attachment.user(forwards: [.ssh]), .passt(forwards: [.ssh]), .tap(.made(bridge: nil)), Attachment.none,
      .network(try NetworkName(parsing: "lab")), nil,
    ] {
      var template = ProfileTemplate(name: name, image: reference, attachment: attachment)
      let profile = try Profile(yaml: template.text, name: name, file: "web.yml")
      #expect(profile.image == reference)
      #expect(profile.nics == attachment.map { [NIC(attachment: $0)] } ?? [])
      template.hasSchema = true
      #expect(template.text.hasPrefix("# yaml-language-server: $schema=profile.schema.json\n"))
      #expect(template.text.split(separator: "\n").allSatisfy { $0.count <= 120 })
    }
  }

  @Test func `what is commented out is right, too`() throws {
    let name = try VMName(parsing: "web")
    let template = ProfileTemplate(name: name, image: .named("tiny"), attachment: .user(forwards: []))
    let lines = template.text.split(separator: "\n").map(String.init).map { line in
      // All but the sentences, and the parent that is not there.
      line.contains("# extends") || line.hasPrefix("# The") || line.hasPrefix("# this")
        ? "" : line.replacing("# ", with: "", maxReplacements: 1)
    }
    let profile = try Profile(yaml: lines.joined(separator: "\n"), name: name, file: "web.yml")
    #expect(profile.arch == .aarch64 && profile.disk != nil && profile.ssh.user == "root")
    #expect(profile.nics[0].attachment.forwards.count == 2)
  }
}
