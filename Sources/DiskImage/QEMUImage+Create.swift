internal import GLib
internal import Glibc
package import VMProfile

extension QEMUImage {
  /// Makes an empty qcow2. It appears complete or not at all, with mode 0600.
  package static func create(at path: String, size: ByteSize) async throws(DiskImageError) {
    try await place(path) { temporary in ["create", "-q", "-f", "qcow2", temporary, "\(size.roundedToSectors.bytes)"] }
  }

  /// Makes a qcow2 with the content of another file. It appears complete or not at all, with mode 0600.
  package static func copy(_ source: String, format: String, to path: String) async throws(DiskImageError) {
    try await place(path) { temporary in ["convert", "-q", "-f", format, "-O", "qcow2", source, temporary] }
  }

  /// Runs a command that writes a new file, and puts it into its place.
  private static func place(_ path: String, _ arguments: (String) -> [String]) async throws(DiskImageError) {
    let temporary = TemporaryName.beside(path)
    TemporaryName.removeLeftovers(of: path)
    do throws(DiskImageError) {
      try await run(arguments(temporary), about: path)
      chmod(temporary, 0o600)
      try Durable.sync(temporary)
      try Durable.rename(temporary, to: path)
    } catch {
      unlink(temporary)
      throw error
    }
  }
}
