package import GLib
internal import Glibc
internal import HostTool

/// Where a user's networks are, and how programs get there: root's are in the network namespace that vmrun runs in; an
/// ordinary user's are in a user and network namespace of the user's own, which lives as long as a network in it.
package struct NetworkRealm: Sendable {
  /// The records of networks, and the files of their servers.
  package let folder: String
  /// Whether the networks are in a namespace of the user's own.
  package let isRootless: Bool

  /// The realm of whoever runs this program.
  ///
  /// - Parameter stateFolder: the user's state folder; root's records are in `/run/vmrun`, as they end with the boot.
  package static func current(stateFolder: String) -> NetworkRealm {
    geteuid() == 0
      ? NetworkRealm(folder: "/run/vmrun", isRootless: false)
      : NetworkRealm(folder: stateFolder + "/networks", isRootless: true)
  }

  package func record(_ name: String) -> String { "\(folder)/network-\(name).json" }
  /// Files of a network's servers.
  package func files(_ name: String) -> String { "\(folder)/network-\(name)" }
  /// Held by whoever changes anything: two networks may share a bridge or a sysctl.
  var lock: String { folder + "/lock" }
  var holderFile: String { folder + "/namespace.process" }
  var wayOutFile: String { folder + "/pasta.process" }

  /// The process that holds the user's namespaces; nil when there is none, as for root.
  package var holder: ProcessIdentity? {
    guard isRootless, let stat = DurableFile.text(holderFile), let process = ProcessIdentity(stat: stat),
      process.isAlive
    else { return nil }
    return process
  }

  /// The words in front of a program's that runs it where the networks are.
  ///
  /// - Parameter mounts: also see the namespace's own `/run`, with the named network namespaces.
  package func prefix(mounts: Bool = true) throws(HostNetworkError) -> [String] {
    guard isRootless else { return [] }
    let base = "/proc/\(try requireHolder().pid)/ns"
    let words = [try Self.path(of: "nsenter"), "--preserve-credentials", "--user=\(base)/user", "--net=\(base)/net"]
    return words + (mounts ? ["--mount=\(base)/mnt"] : []) + ["--"]
  }

  /// The words in front of a program's that run it in a named network namespace.
  package func prefix(namespace name: String) throws(HostNetworkError) -> [String] {
    guard isRootless else { return [try Self.path(of: "nsenter"), "--net=/run/netns/\(name)", "--"] }
    let process = "/proc/\(try requireHolder().pid)"
    return [
      try Self.path(of: "nsenter"), "--preserve-credentials", "--user=\(process)/ns/user",
      "--net=\(process)/root/run/netns/\(name)", "--",
    ]
  }

  func requireHolder() throws(HostNetworkError) -> ProcessIdentity {
    guard let holder else {
      throw HostNetworkError(.failed, "no network is up: bring one up with `vmrun net up NAME`")
    }
    return holder
  }

  /// Runs a short program there.
  ///
  /// - Returns: what it came to, whatever its status.
  func run(_ tool: String, _ arguments: [String]) async throws(HostNetworkError) -> HostTool.Output {
    let words = try prefix() + [try Self.path(of: tool)] + arguments
    do {
      return try await HostTool.run(words[0], Array(words.dropFirst()), timeout: .seconds(20))
    } catch {
      throw HostNetworkError(error)
    }
  }

  /// Runs one that has to succeed.
  ///
  /// - Throws: what it wrote on its standard error, after `purpose`.
  @discardableResult
  func must(_ tool: String, _ arguments: [String], to purpose: String) async throws(HostNetworkError) -> String {
    let output = try await run(tool, arguments)
    guard output.status.isSuccess else {
      throw .refused(tool, output, purpose)
    }
    return output.standardOutput
  }

  /// Others may look into root's folder: dnsmasq gives its privileges up, and then still reads its files there.
  func ensureFolder() throws(GLibError) {
    guard !isRootless else { return try PrivateDirectory.ensure(folder) }
    guard mkdir(folder, 0o711) == 0 || errno == EEXIST else {
      throw GLibError.systemCall("create the folder", folder)
    }
    chmod(folder, 0o711)
  }

  static func path(of tool: String) throws(HostNetworkError) -> String {
    do { return try HostTool.require(tool) } catch { throw HostNetworkError(error) }
  }

  /// The interfaces, routes and named namespaces that are there now.
  package func look() throws(HostNetworkError) -> HostLook {
    try HostLook.now(in: namespaces(), root: holder.map { "/proc/\($0.pid)/root" } ?? "")
  }

  /// The descriptors by which a TAP or a socket is made there; nil: the caller is there.
  package func namespaces() throws(HostNetworkError) -> NamespaceDescriptors? {
    guard isRootless else { return nil }
    let base = "/proc/\(try requireHolder().pid)/ns"
    return try NamespaceDescriptors(user: "\(base)/user", net: "\(base)/net")
  }

  /// The inode of the network namespace, which tells it from others.
  var namespaceID: UInt64 {
    let file = holder.map { "/proc/\($0.pid)/ns/net" } ?? "/proc/self/ns/net"
    var status = stat()
    return stat(file, &status) == 0 ? UInt64(status.st_ino) : 0
  }
}
