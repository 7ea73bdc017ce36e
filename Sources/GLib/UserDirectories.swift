internal import CGLib

/// The user's folders by the XDG Base Directory specification; none is created here.
package enum UserDirectories {
  package static var home: String { String(cString: g_get_home_dir()) }
  package static var data: String { String(cString: g_get_user_data_dir()) }
  package static var config: String { String(cString: g_get_user_config_dir()) }
  package static var cache: String { String(cString: g_get_user_cache_dir()) }
  package static var state: String { String(cString: g_get_user_state_dir()) }

  /// `$XDG_RUNTIME_DIR`; nil where the session has none. GLib would fall back to the cache folder,
  /// which outlives the session and may be on a network: unfit for sockets.
  package static var runtime: String? {
    guard let value = g_getenv("XDG_RUNTIME_DIR") else { return nil }
    let path = String(cString: value)
    return path.hasPrefix("/") ? path : nil
  }
}
