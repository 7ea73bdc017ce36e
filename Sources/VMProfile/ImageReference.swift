/// The disk that a machine starts from.
public enum ImageReference: Sendable, Equatable {
  /// A name in `Images/` or in the image store.
  case named(String)
  /// A file, written with a `/`; relative paths start at the profile's folder.
  case path(String)
}
