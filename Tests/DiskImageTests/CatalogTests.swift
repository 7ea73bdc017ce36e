import Foundation
import GLib
import Testing
import VMProfile

@testable import DiskImage

@Suite(.timeLimit(.minutes(1)))
struct CatalogTests {
  let sandbox: Sandbox

  init() throws { sandbox = try Sandbox() }

  private static let digest = "sha256:" + String(repeating: "0123456789abcdef", count: 4)

  private func entry(_ changes: [String: String?] = [:]) -> String {
    var keys: [(String, String?)] = [
      ("name", "own"), ("arch", "x86_64"), ("url", "https://example.org/own.qcow2"), ("digest", Self.digest),
    ]
    for (key, value) in changes {
      if let index = keys.firstIndex(where: { $0.0 == key }) {
        keys[index].1 = value
      } else {
        keys.append((key, value))
      }
    }
    let lines = keys.compactMap { key, value in value.map { "\(key): \($0)" } }
    return "- " + lines.joined(separator: "\n  ") + "\n"
  }

  private func read(_ text: String) throws -> Catalog { try Catalog(file: try sandbox.write(text, "catalog.yml")) }

  private func mistake(_ text: String) -> String? {
    do {
      _ = try read(text)
      return nil
    } catch {
      return "\(error)".replacingOccurrences(of: sandbox("catalog.yml"), with: "FILE")
    }
  }

  @Test func `the shipped catalogue has every published image once, and CirrOS`() throws {
    let package = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().path
    let catalog = try Catalog(file: "\(package)/Images/catalog.yml")
    #expect(catalog.entries.count == 33)
    for entry in catalog.entries {
      #expect(entry.source.isEncrypted && entry.user != nil && entry.firmware != nil, "\(entry.name)")
    }
    let cirros = try #require(Catalogs([catalog]).find("cirros-0.6.2", .x86_64))
    #expect(cirros.digest.text == "sha256:07e44a73e54c94d988028515403c1ed762055e01b83a767edf3c2b387f78ce00")
    #expect(cirros.user == "cirros")
    #expect(Catalogs([catalog]).architectures("debian-13") == [.x86_64, .aarch64, .riscv64])
    #expect(Catalogs([catalog]).find("alpine-3.23", .x86_64)?.firmware == .uefi)
    #expect(Catalogs([catalog]).find("debian-12", .x86_64)?.firmware == .bios)
    // Whoever waits for cloud-init there would wait for ever.
    for entry in catalog.entries {
      let isWithout = entry.name.hasSuffix("-nocloud") || entry.name.hasPrefix("cirros")
      #expect(entry.cloudInit == (isWithout ? .missing : nil), "\(entry.name)")
    }
  }

  @Test func `an earlier catalogue goes before a later one, name by name`() throws {
    let team = try read("images:\n" + entry(["url": "https://team.example/own.qcow2"]))
    let shipped = try read("images:\n" + entry() + entry(["name": "other"]))
    let both = Catalogs([team, shipped])
    #expect(both.find("own", .x86_64)?.source == .url("https://team.example/own.qcow2"))
    #expect(both.find("other", .x86_64)?.source == .url("https://example.org/own.qcow2"))
    #expect(both.find("own", .aarch64) == nil)
    #expect(both.entries.map(\.name) == ["other", "own"])
  }

  @Test func `a path starts beside the catalogue, and a catalogue of a server names what is below it`() throws {
    #expect(
      try read("images:\n" + entry(["url": "disks/own.qcow2"])).entries[0].source == .file(sandbox("disks/own.qcow2")))
    #expect(try read("images:\n" + entry(["url": "/srv/own.qcow2"])).entries[0].source == .file("/srv/own.qcow2"))
    let bytes = Array(("images:\n" + entry(["url": "disks/own.qcow2"])).utf8)
    let remote = try Catalog(bytes, origin: "https://team.example/vms/catalog.yml")
    #expect(remote.entries[0].source == .url("https://team.example/vms/disks/own.qcow2"))
    for path in ["/etc/shadow", "../own.qcow2", "a/../../own.qcow2"] {
      let bytes = Array(("images:\n" + entry(["url": path])).utf8)
      #expect(throws: DiskImageError.self) { try Catalog(bytes, origin: "https://team.example/vms/catalog.yml") }
    }
  }

  @Test func `mistakes are shown with their place`() {
    #expect(
      mistake("images:\n" + entry(["urll": "x"])) == "FILE:6:3: unknown key 'urll' in an image: did you mean 'url'?")
    #expect(mistake("images:\n" + entry(["digest": nil])) == "FILE:2:3: 'digest' is missing in an image")
    #expect(mistake("image: []\n") == "FILE:1:1: unknown key 'image' in the catalogue: did you mean 'images'?")
    #expect(mistake("images: 3\n") == "FILE:1:9: images must be a list")
    #expect(mistake("") == "FILE:1:1: the catalogue is empty")
    #expect(mistake("images:\n" + entry() + entry()) == "FILE:6:3: 'own' for x86_64 occurs twice")
    #expect(
      mistake("images:\n" + entry(["arch": "vax"]))?.contains("'vax' is no architecture that vmrun knows") == true)
    #expect(mistake("images:\n- &a [*a]\n") != nil)
  }

  @Test func `a hostile value is refused`() {
    for name in ["../etc", "a/b", "-rf", ".", "..", "a b", "\"a\\nb\"", String(repeating: "a", count: 49), "\"\""] {
      #expect(mistake("images:\n" + entry(["name": name]))?.contains("cannot be an image's name") == true, "\(name)")
    }
    for url in ["ftp://a/b", "file:///etc/shadow", "json:{}", "gopher://a/b", "data:x"] {
      let said = mistake("images:\n" + entry(["url": url]))
      #expect(said?.contains("FILE:4:8: ") == true || !url.contains(":"), "\(url): \(said ?? "taken")")
    }
    for url in [
      "https://", "https:///x", "https://u:p@a/b", "\"https://a/b c\"", "\"https://a/\\u0007\"", "https://a/{b}",
      "\"https://a/\\nx\"",
    ] {
      #expect(mistake("images:\n" + entry(["url": url])) != nil, "\(url)")
    }
    for digest in [
      "sha256:12", "md5:" + String(repeating: "0", count: 32), "sha512:" + String(repeating: "0", count: 64),
      "sha256:" + String(repeating: "g", count: 64), String(repeating: "0", count: 64), "\"\"",
    ] {
      #expect(mistake("images:\n" + entry(["digest": digest]))?.hasPrefix("FILE:5:11: ") == true, "\(digest)")
    }
    for user in ["-l", "a b", "root;id", "\"a\\nb\"", "\"\""] {
      #expect(mistake("images:\n" + entry(["user": user]))?.contains("is no user's name") == true, "\(user)")
    }
    #expect(mistake("images:\n" + entry(["firmware": "rom"]))?.contains("firmware is bios or uefi") == true)
    #expect(mistake("images:\n" + entry(["cloud_init": "some"]))?.contains("cloud_init is full or none") == true)
    #expect(mistake("images:\n" + entry(["cloud_init": "full"])) == nil)
  }

  @Test func `a bomb of aliases or of bytes is refused, quickly`() throws {
    let start = ContinuousClock.now
    var bomb = "images: &a\n" + entry()
    for level in 0..<20 {
      bomb += "x\(level): &b\(level) [\(Array(repeating: "*a", count: 50).joined(separator: ", "))]\n"
    }
    #expect(mistake(bomb) != nil)
    let many =
      "images:\n- &e\n"
      + entry().dropFirst(2).split(separator: "\n").map { "  \($0.trimmingCharacters(in: .whitespaces))\n" }.joined()
      + String(repeating: "- *e\n", count: 5000)
    #expect(mistake(many)?.contains("at most 2000 images") == true)
    #expect(mistake("images: []\n#" + String(repeating: "x", count: 2 << 20))?.contains("larger than") == true)
    #expect(ContinuousClock.now - start < .seconds(5))
  }

  @Test func `what starts like a file of the host is no catalogue`() throws {
    #expect(throws: DiskImageError.self) { try Catalog(file: "/dev/zero") }
    #expect(throws: DiskImageError.self) { try Catalog(file: sandbox("none.yml")) }
  }

  @Test(arguments: ["http://mirror.example/catalog.yml", "ftp://a/catalog.yml", "http://127.0.0.1.example/c.yml"])
  func `a catalogue comes over no open connection`(url: String) async {
    let error = await diskError { try await Catalog.fetch(url, cache: sandbox("cache")) }
    #expect(error?.description.hasPrefix("cannot use the catalogue \(url): ") == true)
  }
}
