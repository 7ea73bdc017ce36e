import Foundation
import Testing

/// Repositories of strangers.
@Suite(.enabled(if: TestHost.has("git"), "git is not installed"))
struct HostileSourceTests {
  @Test func `URLs and names that git would take for something else are refused`() async throws {
    try await Sandbox.with(sharesImages: false) { box in
      for url in [
        "ext::sh -c 'touch \(box.root)/PWNED'", "fd::3", "ssh://-oProxyCommand=touch/x", "-oProxyCommand=x:y",
        "http://example.org/x",
      ] {
        let result = try await box.vmrun("profile", "add", "--name", "x", "--", url)
        #expect(result.status == 64, "\(url): \(result)")
      }
      for words in [["--ref=--upload-pack=x"], ["--path=../.."], ["--name=../x"], ["--name=-x"]] {
        let result = try await box.vmrun(arguments: ["profile", "add", box.root] + words)
        #expect(result.status == 64, "\(words): \(result)")
      }
      // The same in a list that a project brings.
      try box.write(
        """
        version: 1
        sources: {x: {url: "ext::sh -c 'touch \(box.root)/PWNED'", commit: "\(String(repeating: "a", count: 40))"}}

        """, "p/Profiles/vmrun.sources")
      for words in [["profile", "add"], ["profile", "update"], ["start", "x/web"]] {
        let result = try await box.vmrun(arguments: words)
        #expect(result.status == 78 && result.error.contains("Profiles/vmrun.sources:2:"), "\(words): \(result)")
      }
      // What is one's own goes on.
      try box.profile("web", "image: tiny\n")
      #expect(try await box.must("list", "-q").output == "web\n")
      #expect(!box.exists("PWNED") && !box.exists("data/vmrun/sources/x"))
    }
  }

  @Test func `nothing of a repository is run, and its links are plain files`() async throws {
    try await Sandbox.with(sharesImages: false) { box in
      let evil = "touch \(box.root)/PWNED"
      let other = try await GitRepository(box, "srv/other")
      try other.write("x", "file")
      try await other.commit()
      let team = try await GitRepository(box)
      try team.write("image: tiny\n", "Profiles/web.yml")
      try team.write("*.yml filter=evil diff=evil\n", ".gitattributes")
      try FileManager.default.createSymbolicLink(
        atPath: team.path + "/Profiles/shadow.yml", withDestinationPath: "/etc/shadow")
      try FileManager.default.createSymbolicLink(atPath: team.path + "/Profiles/networks", withDestinationPath: "/etc")
      try await team.git("submodule", "--quiet", "add", "file://\(other.path)", "Profiles/sub")
      try team.write("#!/bin/sh\n\(evil)\n", "hooks/post-checkout", mode: 0o755)
      try await team.commit()
      for hook in ["post-checkout", "post-index-change", "reference-transaction", "pre-auto-gc"] {
        try box.write("#!/bin/sh\n\(evil)\n", "home/hooks/\(hook)", mode: 0o755)
      }
      // The user's own settings have filters, hooks and helpers, as git-lfs has.
      try box.write(
        """
        [filter "evil"]
          smudge = \(evil); cat
          process = \(evil)
          required = true
        [diff "evil"]
          textconv = \(evil)
          command = \(evil)
        [core]
          hooksPath = \(box.root)/home/hooks
          fsmonitor = \(evil)
          symlinks = true
        [submodule]
          recurse = true

        """, "home/.gitconfig")
      try await box.must("profile", "add", team.path, "--name", "team")
      try team.write("image: tiny\nsmp: 2\n", "Profiles/web.yml")
      let commit = "cd \(team.path) && HOME=/nonexistent git -c user.name=a -c user.email=a@b commit -qam y"
      #expect(try await box.shell(commit).status == 0)
      try await box.must("profile", "update", "team", "--yes")
      #expect(!box.exists("PWNED"))
      let sources = box.root + "/data/vmrun/sources"
      let links = try await box.shell("find \(sources) -type l -o -type p -o -type s")
      #expect(links.output == "", "\(links)")
      let modules = try await box.shell("find \(sources) -path '*/Profiles/sub/*'")
      #expect(modules.output == "")
      let shadow = try await box.vmrun("profile", "show", "team/shadow")
      #expect(shadow.status == 78 && !shadow.error.contains("root:"), "\(shadow)")
    }
  }

  @Test func `a source that is too large is refused, and leaves nothing to start from`() async throws {
    try await Sandbox.with(sharesImages: false) { box in
      let team = try await GitRepository(box)
      for index in 0..<1001 { try team.write("image: tiny\n", "Profiles/x\(index).yml") }
      try await team.commit()
      let many = try await box.vmrun("profile", "add", team.path, "--name", "team")
      #expect(many.status == 1)
      #expect(many.error.contains("it has 1001 profiles in one folder, and 1000 are allowed"), "\(many)")
      try await team.git("rm", "-rq", "Profiles")
      try team.write("image: tiny\n", "Profiles/web.yml")
      // A blob of 1.1 GB that git packs into one megabyte.
      try team.write("", "huge")
      truncate("\(team.path)/huge", 1_100_000_000)
      try await team.commit()
      let huge = try await box.vmrun("profile", "add", team.path, "--name", "team")
      #expect(huge.status == 1)
      #expect(huge.error.contains("its files come to 1049 MiB, and 1024 MiB are allowed"), "\(huge)")
      #expect(!box.exists("p/Profiles/vmrun.sources"))
      let folder = try await box.shell("ls -A \(box.root)/data/vmrun/sources/team/*")
      #expect(folder.output == "repository.git\n", "\(folder)")
    }
  }

  @Test func `a profile reads nothing outside of its source`() async throws {
    try await Sandbox.with(sharesImages: false) { box in
      try box.profile("mine", "image: tiny\nshares: [{path: /}]\n")
      let team = try await GitRepository(box)
      for (index, parent) in ["mine", "../../../../../../../p/Profiles/mine.yml", "/etc/passwd", "x/mine"].enumerated()
      {
        try team.write("extends: \(parent)\n", "Profiles/x\(index).yml")
      }
      try team.write("image: tiny\n", "Profiles/ok.yml")
      try await team.commit()
      try await box.must("profile", "add", team.path, "--name", "team")
      for index in 0..<4 {
        let result = try await box.vmrun("profile", "show", "team/x\(index)")
        #expect(result.status == 78 && result.error.contains("'extends' is "), "\(result)")
      }
      for name in ["team/../x", "../team/ok", "team//ok", "team/.git"] {
        #expect(try await box.vmrun("profile", "show", name).status == 78, "\(name)")
      }
    }
  }
}
