import Testing
import VMProfile

@Suite struct ProfileLookupTests {
  private func lookup(from folder: String, home: String? = "/home/me", xdg: String? = nil) -> ProfileLookup {
    ProfileLookup(currentFolder: folder, home: home, xdgConfigHome: xdg, shareFolder: "/usr/share/vmrun")
  }

  private func folders(of lookup: ProfileLookup, existing: Set<String>) -> [String] {
    lookup.folders { existing.contains($0) }
  }

  private let all: Set = [
    "/work/app/Profiles", "/work/Profiles", "/Profiles", "/home/me/.config/vmrun/Profiles", "/etc/xdg/vmrun/Profiles",
    "/usr/share/vmrun/Profiles",
  ]

  @Test func `the nearest project folder comes first, then the user's, then the installed one`() {
    let expected = ["/work/app/Profiles", "/home/me/.config/vmrun/Profiles", "/usr/share/vmrun/Profiles"]
    #expect(folders(of: lookup(from: "/work/app/src/deep"), existing: all) == expected)
    #expect(folders(of: lookup(from: "/work/app/"), existing: all) == expected)
    #expect(folders(of: lookup(from: "/elsewhere"), existing: all).first == "/Profiles")
    #expect(folders(of: lookup(from: "/"), existing: all).first == "/Profiles")
  }

  @Test func `folders that do not exist are left out`() {
    #expect(
      folders(of: lookup(from: "/work/app"), existing: ["/usr/share/vmrun/Profiles"]) == ["/usr/share/vmrun/Profiles"])
    #expect(folders(of: lookup(from: "/work/app"), existing: []) == [])
  }

  @Test func `XDG_CONFIG_HOME wins over the home unless it is empty or relative`() {
    let xdg = folders(of: lookup(from: "/x", xdg: "/etc/xdg"), existing: all)
    #expect(xdg.contains("/etc/xdg/vmrun/Profiles"))
    for useless in ["", "relative"] {
      let folders = folders(of: lookup(from: "/x", xdg: useless), existing: all)
      #expect(folders.contains("/home/me/.config/vmrun/Profiles"))
    }
    #expect(lookup(from: "/x", home: nil).configFolder == nil)
    #expect(lookup(from: "/x", home: "").configFolder == nil)
  }

  @Test func `a folder that is found twice is named once`() {
    let lookup = ProfileLookup(
      currentFolder: "/usr/share/vmrun", home: nil, xdgConfigHome: nil, shareFolder: "/usr/share/vmrun")
    #expect(folders(of: lookup, existing: all) == ["/usr/share/vmrun/Profiles"])
  }

  @Test func `a profile in the project hides one of the same name elsewhere`() throws {
    let web = try VMName(parsing: "web")
    var files = all.union(["/usr/share/vmrun/Profiles/web.yml"])
    #expect(lookup(from: "/work/app").file(of: web) { files.contains($0) } == "/usr/share/vmrun/Profiles/web.yml")
    files.insert("/work/app/Profiles/web.yml")
    #expect(lookup(from: "/work/app").file(of: web) { files.contains($0) } == "/work/app/Profiles/web.yml")
    #expect(lookup(from: "/work/app").file(of: try VMName(parsing: "db")) { files.contains($0) } == nil)
  }

  @Test func `networks lie beside profiles, and the project's hide those of the same name elsewhere`() throws {
    let lab = try NetworkName(parsing: "lab")
    let start = lookup(from: "/work/app/src")
    var files = all.union(["/usr/share/vmrun/Profiles/networks", "/usr/share/vmrun/Profiles/networks/lab.yml"])
    #expect(start.networkFolders { files.contains($0) } == ["/usr/share/vmrun/Profiles/networks"])
    #expect(start.networkFile(of: lab) { files.contains($0) } == "/usr/share/vmrun/Profiles/networks/lab.yml")
    files.formUnion(["/work/app/Profiles/networks", "/work/app/Profiles/networks/lab.yml"])
    #expect(start.networkFile(of: lab) { files.contains($0) } == "/work/app/Profiles/networks/lab.yml")
    #expect(start.networkFile(of: try NetworkName(parsing: "x")) { files.contains($0) } == nil)
    #expect(lookup(from: "/x", home: nil).networkFolders { _ in false } == [])
  }
}
