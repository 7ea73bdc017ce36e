/// Where the guest's screen is shown; without one the guest has no graphics card.
public enum DisplayChoice: String, Sendable, Codable, CaseIterable {
  case none
  case gtk
  case sdl
  /// A VNC server on a UNIX socket beside the monitors.
  case vnc
}
