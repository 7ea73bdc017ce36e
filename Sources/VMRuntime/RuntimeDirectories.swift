internal import GLib
internal import Glibc

/// Where vmrun keeps things for this user; all paths are absolute.
public struct RuntimeDirectories: Sendable, Equatable {
  /// Image store, ssh key: `$XDG_DATA_HOME/vmrun`.
  public var data: String
  /// Instances: `$XDG_STATE_HOME/vmrun`.
  public var state: String
  /// What can be made again: `$XDG_CACHE_HOME/vmrun`.
  public var cache: String
  /// The user's own profiles and images: `$XDG_CONFIG_HOME/vmrun`.
  public var config: String
  /// Sockets: `$XDG_RUNTIME_DIR/vmrun`, else a private folder in `/tmp`.
  public var sockets: String
  /// Shipped profiles and images: `share/vmrun` beside the folder of the program; may not exist.
  public var share: String

  /// Where the VDE switches are that vmrun starts; no machine's name begins with a dot.
  package var switches: String { sockets + "/.vde" }

  /// The name of a switch that vmrun starts, by the path of its socket's folder; nil: it is somebody else's.
  func nameOfSwitch(_ path: String) -> String? {
    path.hasPrefix(switches + "/") ? String(path.dropFirst(switches.count + 1)) : nil
  }

  package var instances: String { state + "/instances" }
  package var images: String { data + "/images" }
  /// What was fetched of sources of profiles.
  package var sources: String { data + "/sources" }
  /// What of strangers' profiles this user has allowed.
  package var trust: String { state + "/trust.json" }
  package var sshKey: String { data + "/ssh/id_ed25519" }

  public init(data: String, state: String, cache: String, config: String, sockets: String, share: String) {
    self.data = data
    self.state = state
    self.cache = cache
    self.config = config
    self.sockets = sockets
    self.share = share
  }

  /// The user's folders by the XDG Base Directory specification and this program's place.
  public static var standard: RuntimeDirectories {
    RuntimeDirectories(
      data: UserDirectories.data + "/vmrun", state: UserDirectories.state + "/vmrun",
      cache: UserDirectories.cache + "/vmrun", config: UserDirectories.config + "/vmrun", sockets: socketFolder,
      share: shareFolder)
  }

  /// A socket's whole path has at most 107 bytes; a runtime folder that leaves too little is passed over.
  private static var socketFolder: String {
    let longestTail = "/vmrun/".utf8.count + 48 + "/console.sock".utf8.count
    if let runtime = UserDirectories.runtime, runtime.utf8.count + longestTail <= UnixSocketPath.maximumLength {
      return runtime + "/vmrun"
    }
    return "/tmp/vmrun-\(geteuid())"
  }

  private static var shareFolder: String {
    let program = Folder.linkTarget("/proc/self/exe") ?? ""
    let folder = program.split(separator: "/", omittingEmptySubsequences: false).dropLast(2).joined(separator: "/")
    return folder + "/share/vmrun"
  }
}
