/// How far a pull has come.
package enum PullProgress: Sendable, Equatable {
  /// A line about what is done now.
  case step(String)
  /// Bytes that are there, those of an earlier try included; `total` is nil as long as the server does not say.
  case bytes(UInt64, total: UInt64?)
}

/// What a pull may take.
package struct PullLimits: Sendable, Equatable {
  /// Bytes that come in.
  package var size: UInt64 = 256 << 30
  /// Bytes of the disk that comes out of a compressed file.
  package var disk: UInt64 = 1 << 40
  /// Tries in a row in which nothing comes.
  package var idleTries = 5
  /// Tries altogether.
  package var tries = 100
  /// Before the second try; later ones wait longer, up to 20 times as long.
  package var pause = Duration.milliseconds(250)
  /// For all of a transfer.
  package var transfer = Duration.seconds(24 * 3600)
  /// For another vmrun that works on the same image.
  package var lock = Duration.seconds(24 * 3600)
  /// For unpacking.
  package var unpacking = Duration.seconds(6 * 3600)

  package init() {}
}
