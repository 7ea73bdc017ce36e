package import DiskImage
internal import GLib
internal import JSON

/// `instance.json`: what vmrun knows about a machine that QEMU cannot be asked.
package struct InstanceRecord: Sendable, Equatable, Codable {
  /// The format of this file.
  package var version = 1
  package var name: String
  /// The profile's file; nil for a machine that a program described.
  package var profile: String?
  /// Seconds since 1970.
  package var created: Int64
  /// The disk as it was last prepared.
  package var disk: OverlayRecord?
  /// The code of the UEFI that the machine's variables go with.
  package var firmware: String?
  /// What the seed was made from.
  package var seedDigest: String?
  /// The last start; nil before the first.
  package var run: RunRecord?

  package init(name: String, profile: String?, created: Int64) {
    self.name = name
    self.profile = profile
    self.created = created
  }

  /// Reads the file.
  ///
  /// - Returns: nil when there is none, or it is not readable as one: an instance with a broken record is
  ///   treated as one that never ran, and its disk stays.
  package init?(path: String) {
    guard let bytes = try? DurableFile.read(path, limit: 1 << 20),
      let record = try? JSONCoding.decode(Self.self, from: bytes)
    else { return nil }
    self = record
  }

  /// - Parameter isDurable: whether to wait until the disk has it. Else `DurableFile.flush` is to follow: a reader sees
  ///   the old record or the new one at any time, and only a power cut before that may cost both.
  package func write(to path: String, isDurable: Bool = true) throws(RuntimeError) {
    let bytes: [UInt8]
    do { bytes = try JSONCoding.encode(self) } catch { throw RuntimeError(.failed, "cannot write \(path): \(error)") }
    try translating { () throws(GLibError) in
      if isDurable { try DurableFile.write(bytes, to: path) } else { try DurableFile.replace(bytes, to: path) }
    }
  }
}
