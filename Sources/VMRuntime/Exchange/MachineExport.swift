internal import DiskImage
package import ProfileExchange

/// A machine in another program's words, with what the files beside them are made from.
package struct MachineExport: Sendable {
  package let text: ExportedText
  let file: ProfileFile
  /// Where the files will be.
  let folder: String
  let seed: Seed?
}
