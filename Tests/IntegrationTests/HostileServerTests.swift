import Foundation
import Testing

/// Images from a web server that lies or means harm: nothing of it is used.
@Suite(.enabled(if: TestHost.has("curl") && TestHost.has("python3") && TestHost.has("qemu-img"), "no curl or python3"))
struct HostileServerTests: ImagePulling {
  @Test func `what a stranger left of a file is found out and fetched again`() async throws {
    try await serving { box, server in
      let digest = try await server.image("a.qcow2")
      let partial = "\(box.images)/own/.partial-x86_64-\(digest.dropFirst(7).prefix(32))"
      for size in [1000, 20_000_000] {
        _ = try await box.shell("mkdir -p \(box.images)/own; head -c \(size) /dev/urandom >\(partial)")
        let result = try await pull(box, server.url("plain/a.qcow2"), digest)
        #expect(result.status == 0, "\(size): \(result)")
        try await box.must("image", "delete", "--yes", "own")
      }
    }
  }

  @Test func `a wrong file is thrown away, and the digests are named`() async throws {
    try await serving { box, server in
      let digest = try await server.image("a.qcow2")
      for how in ["wrong", "short"] {
        let result = try await pull(box, server.url("\(how)/a.qcow2"), digest)
        #expect(result.status == 1)
        #expect(
          result.error.contains(
            "image 'own' was refused: what \(server.url("\(how)/a.qcow2")) sent has the digest sha256:"),
          "\(how): \(result)")
        #expect(result.error.contains("and not \(digest); it was thrown away"))
        #expect(try await stored(box) == [])
      }
    }
  }

  @Test func `a server that promises more than it has is asked once more, and no more than that`() async throws {
    try await serving { box, server in
      let digest = try await server.image("a.qcow2")
      let result = try await pull(box, server.url("long/a.qcow2"), digest)
      #expect(result.status == 0, "\(result)")
      let size = try await box.shell("stat -c %s \(box.root)/www/a.qcow2").output.dropLast()
      #expect(server.requests == ["/long/a.qcow2 -", "/long/a.qcow2 bytes=\(size)-"])
      try await box.must("image", "delete", "--yes", "own")
      let wrong = try await pull(box, server.url("long/a.qcow2"), "sha256:" + String(repeating: "ab", count: 32))
      #expect(wrong.status == 1 && wrong.error.contains("was refused"), "\(wrong)")
      #expect(server.requests.count == 4)
      #expect(try await stored(box) == [])
    }
  }

  @Test func `no redirect leads to another scheme`() async throws {
    try await serving { box, server in
      let digest = try await server.image("a.qcow2")
      for target in ["file:///etc/hostname", "ftp://127.0.0.1:1/x", "gopher://127.0.0.1:1/x", "dict://127.0.0.1:1/x"] {
        let result = try await pull(box, server.url("to/\(target)"), digest)
        #expect(result.status == 1, "\(target)")
        #expect(result.error.contains("the server sends on to a scheme that is not taken"), "\(target): \(result)")
        #expect(try await stored(box).allSatisfy { $0.hasPrefix("./.partial-") })
      }
      let loop = try await pull(box, server.url("loop/a.qcow2"), digest)
      #expect(loop.status == 1)
      #expect(loop.error.contains("Maximum (10) redirects followed"), "\(loop)")
      let on = try await pull(box, server.url("to/\(server.url("plain/a.qcow2"))"), digest)
      #expect(on.status == 0, "\(on)")
    }
  }

  @Test(.enabled(if: TestHost.has("openssl"), "no openssl"))
  func `a protected address is never left for an open one`() async throws {
    try await serving { box, server in
      let digest = try await server.image("a.qcow2")
      // An https server with a certificate of its own, which only redirects.
      try box.write(
        """
        import http.server, ssl, sys
        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                self.send_response(302)
                self.send_header("Location", sys.argv[2])
                self.end_headers()
            def log_message(self, *words): pass
        server = http.server.HTTPServer(("127.0.0.1", 0), Handler)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(sys.argv[1] + "/cert.pem", sys.argv[1] + "/key.pem")
        server.socket = context.wrap_socket(server.socket, server_side=True)
        open(sys.argv[1] + "/secure.new", "w").write(str(server.server_address[1]))
        import os; os.rename(sys.argv[1] + "/secure.new", sys.argv[1] + "/secure")
        server.serve_forever()
        """, "secure.py")
      let made = try await box.shell(
        """
        cd \(box.root) && openssl req -x509 -newkey rsa:2048 -nodes -days 2 -keyout key.pem -out cert.pem \
          -subj /CN=127.0.0.1 -addext subjectAltName=IP:127.0.0.1 2>&1
        """)
      try #require(made.status == 0, "\(made)")
      let secure = try box.command(
        ["python3", "\(box.root)/secure.py", box.root, server.url("plain/a.qcow2")]
      ).start()
      defer { secure.send(SIGKILL) }
      try await box.wait("the https server") { box.exists("secure") }
      let url = "https://127.0.0.1:\(try #require(box.read("secure")))/a.qcow2"
      let result = try await pull(box, url, digest, env: ["CURL_CA_BUNDLE": "\(box.root)/cert.pem"])
      #expect(result.status == 1)
      #expect(result.error.contains("the server sends on to a scheme that is not taken"), "\(result)")
      #expect(server.requests.isEmpty)
      // Nor is a stranger's certificate believed.
      let stranger = try await pull(box, url, digest)
      #expect(stranger.status == 1)
      #expect(stranger.error.contains("certificate"), "\(stranger)")
    }
  }

  @Test func `what was fetched whole and is no disk is thrown away`() async throws {
    try await serving { box, server in
      let digest = try await server.image("a.qcow2")
      let page = "\(box.root)/www/page.qcow2"
      _ = try await box.shell("printf 'QFI\\373 and no more' >\(page); head -c 4096 /dev/zero >>\(page)")
      let sum = try await box.shell("sha256sum <\(page) | cut -c1-64").output.split(separator: "\n")[0]
      let result = try await pull(box, server.url("plain/page.qcow2"), "sha256:\(sum)")
      #expect(result.status == 1, "\(result)")
      #expect(try await stored(box) == [])
      #expect(try await pull(box, server.url("plain/a.qcow2"), digest).status == 0)
    }
  }

  @Test func `what is not said or not possible is refused before anything is fetched`() async throws {
    try await serving { box, server in
      let digest = try await server.image("a.qcow2")
      func refused(_ words: String..., status: Int32, _ text: String) async throws {
        let result = try await box.vmrun(arguments: ["image", "pull"] + words)
        #expect(result.status == status, "\(words): \(result)")
        #expect(result.error.contains(text), "\(words): \(result)")
      }
      let url = server.url("plain/a.qcow2")
      try await refused(url, status: 64, "say how the image is called: --name NAME")
      try await refused(url, "--name", "own", status: 64, "\(url) comes without a digest")
      try await refused(url, "--name", "../own", "--digest", digest, status: 78, "'../own' cannot be an image's name")
      try await refused(
        url, "--name", "own", "--digest", "sha256:abc", status: 64, "sha256 has 64 digits, and this has 3")
      try await refused(url, "--name", "own", "--digest", "md5:abc", status: 64, "expected sha256: or sha512:")
      for other in ["ftp://127.0.0.1/x", "file:///etc/passwd", "javascript:a/b"] {
        try await refused(other, "--name", "own", "--digest", digest, status: 64, "is not taken")
      }
      try await refused(
        "http://u:p@127.0.0.1/x", "--name", "own", "--digest", digest, status: 64, "no user and password")
      try await refused("http://127.0.0.1/a b", "--name", "own", "--digest", digest, status: 64, "write them as %20")
      try await refused("debian-21", status: 78, "'debian-21' is in no catalogue")
      #expect(server.requests.isEmpty)
      let missing = try await pull(box, server.url("plain/none.qcow2"), digest)
      #expect(missing.status == 1)
      #expect(missing.error.contains("The requested URL returned error: 404"), "\(missing)")
      #expect(server.requests.count == 1)
    }
  }
}
