import Foundation
import Testing

/// `cloud_init:` from the profile to the guest, as far as the small image reads it.
@Suite(.enabled(if: TestHost.canRunMachines, TestHost.withoutMachines))
struct CloudInitTests {
  @Test func `files and commands reach the guest once for each content, beside the team's own part`() async throws {
    try await Sandbox.with { box in
      func write(_ command: String) throws {
        try box.tinyProfile(
          "web",
          """
          cloud_init:
            write_files:
              - path: /etc/deep/down/own
                content: |
                  a "quoted" line
                  	tab
                permissions: "0600"
            runcmd:
              - cd /etc/deep
              - pwd >>/root/ran
              - \(command)
            user_data: ./user-data
          """)
      }
      try box.write("#!/bin/sh\nhostname: not-this\n", "p/Profiles/user-data")
      try write("[echo, it's done]")
      try await box.must("start", "web")
      let wait = try await box.must("wait", "web", "--for", "cloud-init")
      #expect(wait.error == "web: cloud-init is done, by tiny's own reader of the seed\n")
      let answer = try await box.guest(
        "web", "hostname; cat /etc/deep/down/own /root/ran; stat -c %a /etc/deep/down/own")
      #expect(answer == "web\na \"quoted\" line\n\ttab\n/etc/deep\n600\n")

      try await box.must("restart", "web")
      try await box.must("wait", "web", "--for", "cloud-init")
      #expect(try await box.guest("web", "cat /root/ran") == "/etc/deep\n")

      try write("echo what went wrong; exit 3")
      try await box.must("stop", "web")
      try await box.must("start", "web")
      let failed = try await box.vmrun("wait", "web", "--for", "cloud-init")
      #expect(failed.status == 1)
      #expect(
        failed.error == """
          vmrun: cloud-init failed in 'web':
          runcmd ended with status 3
          from the guest's log:
            what went wrong

          """)
      #expect(try await box.guest("web", "cat /root/ran") == "/etc/deep\n/etc/deep\n")
    }
  }

  @Test func `what the small image ignores is said, and the rest works`() async throws {
    try await Sandbox.with { box in
      try box.tinyProfile(
        "web",
        """
        cloud_init:
          user: ops
          packages: [nginx]
          write_files: [{path: /etc/own, content: here, owner: ops}]
        """)
      let words = "ignores 'user' (Profiles/web.yml:4:9), 'packages' (Profiles/web.yml:5:14) and 'write_files.owner'"
      let check = try await box.must("profile", "check", "web")
      #expect(check.error.contains("web: note: the image 'tiny' is no full cloud-init, and \(words)"), "\(check)")
      let start = try await box.must("start", "web")
      #expect(start.error.contains("web: the image 'tiny' is no full cloud-init, and \(words)"), "\(start)")
      #expect(start.error.contains("`vmrun ssh` logs in as root"), "\(start)")
      let wait = try await box.must("wait", "web", "--for", "cloud-init")
      #expect(wait.error == "web: cloud-init is done, by tiny's own reader of the seed\n")
      #expect(try await box.guest("web", "id -un; cat /etc/own") == "root\nhere")
    }
  }

  @Test func `who cannot log in does not wait for the end of time`() async throws {
    try await Sandbox.with { box in
      try box.tinyProfile("web", "ssh: {user: ops}\n")
      let start = try await box.must("start", "web")
      #expect(
        start.error.contains(
          "web: the image 'tiny' makes no users: `vmrun ssh` logs in as 'ops' (Profiles/web.yml:3:13), whom it has not"),
        "\(start)")
      let wait = try await box.vmrun("wait", "web", "--for", "cloud-init", "--timeout", "140")
      #expect(wait.status == 1, "\(wait)")
      #expect(
        wait.error == "vmrun: 'web' lets nobody in as 'ops', and its image makes no users: correct `ssh: {user: …}` in "
          + "its profile\n")
    }
  }

  @Test func `an image without cloud-init has nothing to wait for`() async throws {
    try await Sandbox.with(sharesImages: false) { box in
      try #require(try await box.shell("qemu-img create -q -f qcow2 \(box.root)/a.qcow2 8M").status == 0)
      let digest = try await box.shell("sha256sum <\(box.root)/a.qcow2").output.prefix(64)
      try box.write(
        """
        images:
        - {name: bare, arch: x86_64, url: a.qcow2, digest: "sha256:\(digest)", cloud_init: none}

        """, "catalog.yml")
      try await box.must("image", "pull", "bare", env: ["VMRUN_CATALOG": "\(box.root)/catalog.yml"])
      try box.profile("web", "image: bare\narch: x86_64\nmemory: 64M\ncloud_init: {packages: [nginx]}\n")
      let start = try await box.must("start", "web")
      #expect(start.error.contains("web: the image 'bare' has no cloud-init: nothing of 'cloud_init'"), "\(start)")
      let wait = try await box.vmrun("wait", "web", "--for", "cloud-init", "--timeout", "60")
      #expect(wait.status == 1)
      #expect(
        wait.error == "vmrun: 'web' has no cloud-init to wait for: its image does not bring it; wait for ssh with "
          + "`vmrun wait web --for ssh`\n")
    }
  }

  @Test func `a wait for cloud-init ends with status 75 when a guest says nothing`() async throws {
    try await Sandbox.with { box in
      try box.idleProfile()
      try await box.must("start", "idle")
      let wait = try await box.vmrun("wait", "idle", "--for", "cloud-init", "--timeout", "2")
      #expect(wait.status == 75)
      #expect(
        wait.error
          == "vmrun: cloud-init has not begun in 'idle' after 2 s: wait longer with --timeout, or see what the guest says "
          + "with `vmrun logs idle --console`\n")
    }
  }

  @Test(.enabled(if: TestHost.isRoot && TestHost.has("mmdebstrap"), "mmdebstrap is not installed, or no root"))
  func `what a cloud-init on the host says against a text is heard before the boot`() async throws {
    let programs = try await HostCloudInit.programs()
    try await Sandbox.with { box in
      try box.tinyProfile(
        "web",
        """
        cloud_init:
          user: {name: ops, groups: [adm], sudo: "ALL=(ALL) ALL"}
          packages: [nginx, curl]
          write_files: [{path: /etc/own, content: own, owner: ops, permissions: "0600"}]
          runcmd: [ls, [touch, "/a b"]]
          user_data: ./user-data
        """)
      let path = ["PATH": "\(programs):\(TestHost.searchPath)"]
      try box.write("#cloud-config\npackages: 5\n", "p/Profiles/user-data")
      let refused = try await box.vmrun("command", "web", env: path)
      #expect(refused.status == 78)
      #expect(
        refused.error.contains(
          "Profiles/web.yml:8:14: this host's cloud-init says: packages: 5 is not of type 'array'"), "\(refused)")
      // This goes for vmrun's own part, too.
      try box.write("#cloud-config\npackages: [vim]\n", "p/Profiles/user-data")
      try await box.must("command", "web", env: path)
    }
  }

  @Test(arguments: [
    ("user_data: ../secret", "3:14: '../secret' lies outside of the profile's folder"),
    ("user_data: /etc/passwd", "3:14: '/etc/passwd' lies outside of the profile's folder"),
    ("user_data: ./link", "3:14: './link' is a link that leads out of the profile's folder"),
    ("user_data: ./missing", "3:14: there is no file ./missing in "),
    ("user_data: ./bad", "3:14: ./bad:2:1: a cloud-config is a mapping of keys to values"),
    ("write_files: [{path: /a, source: ./link}]", "3:36: './link' is a link that leads out of the profile's folder"),
    ("ssh_authorized_keys: /etc/secret.pub", "3:24: "),
    ("ssh_authorized_keys: ./secret.pub", "3:24: ./secret.pub holds something other than public keys"),
  ])
  func `what a profile may not tell its guest is refused before anything starts`(
    line: String, message: String
  ) async throws {
    try await Sandbox.with { box in
      try box.tinyProfile("web", "")
      try box.profile("web", "image: tiny\ncloud_init:\n  \(line)\n")
      try box.write("hunter2\n", "p/secret")
      try box.write("#cloud-config\n- a\n", "p/Profiles/bad")
      try box.write("hunter2\n", "p/Profiles/secret.pub")
      try FileManager.default.createSymbolicLink(
        atPath: box.project + "/Profiles/link", withDestinationPath: box.project + "/secret")
      let start = try await box.vmrun("start", "web")
      #expect(start.status == 78, "\(start)")
      #expect(start.error.contains("web.yml:\(message)"), "\(start)")
      #expect(!start.error.contains("hunter2"))
      #expect(box.machines("web").isEmpty)
    }
  }
}
