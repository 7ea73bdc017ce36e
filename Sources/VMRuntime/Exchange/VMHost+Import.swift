internal import GLib
internal import Glibc
package import ProfileExchange
package import VMProfile
internal import Wording

extension VMHost {
  /// Makes a profile of another program's machine. Reads the one file, and runs nothing.
  ///
  /// - Parameters:
  ///   - kind: nil: by what is in the file.
  ///   - name: nil: as the source calls the machine, else its file.
  ///   - output: a path that ends with `.yml`; `-`: it will be written nowhere; nil: into the project's `Profiles`.
  ///   - replaces: whether a profile that is there may go.
  /// - Throws: `RuntimeError` of kind `invalidProfile` when the file cannot be read as a machine.
  package func importProfile(
    _ input: ImportInput, kind: ImportKind?, name: VMName?, output: String?, replaces: Bool = false
  ) throws(RuntimeError) -> ImportedFile {
    let source = try ImportSource(input)
    var outputName: VMName?
    if let output, output != "-" { outputName = try Self.name(ofOutput: output) }
    if let name, let outputName, name != outputName {
      throw RuntimeError(
        .usage, "--name is '\(name)', and a machine is named after its file, '\(outputName)': leave one out")
    }
    var profile = try source.read(kind)
    profile.settleFiles { self.kind(ofImported: $0, from: source.folder) }
    let isLayer = { (name: VMName) in "\(name).yml".hasSuffix(Self.localSuffix) }
    if let asked = name ?? outputName, isLayer(asked) {
      throw RuntimeError(
        .usage, "\(asked).yml would be a layer over another profile, not a machine: choose another name")
    }
    let found =
      name ?? outputName
      ?? [profile.name ?? "", source.stem].lazy.compactMap { ImportedName.from($0) }.first { !isLayer($0) }
    let isChosen = name != nil || outputName != nil
    guard let name = found else {
      throw RuntimeError(.usage, "the machine has no name that vmrun can use: give it one with --name")
    }
    let path = output == "-" ? nil : output.map(Self.absolute) ?? "\(importFolder)/\(name).yml"
    if let path, !replaces, Folder.exists(path) { throw Self.taken(path, Self.otherName) }
    let folder = path.map(Folder.parent) ?? Self.currentFolder
    let yaml = profile.yaml(
      source: source.name, paths: ImportedPath(from: source.folder, to: folder, isLink: Self.isLink),
      // The profile's folder may have to be made: nothing is found by way of it.
      isThere: {
        Folder.exists(ImportedPath.normal($0.hasPrefix("/") ? $0 : "\(folder)/\($0)", isLink: Self.isLink))
      })
    do throws(ProfileError) { _ = try Profile(yaml: yaml, name: name, file: "\(name).yml") } catch {
      throw RuntimeError(.invalidProfile, "the machine of \(source.name) makes no profile:\n\(error)")
    }
    var losses = profile.losses.map { loss in
      let place = loss.line > 0 ? "\(source.name):\(loss.line)" : source.name
      return "\(place): \(loss.kind == .lost ? "not carried over: " : "")\(loss.what): \(loss.why)"
    }
    if !profile.own.isEmpty {
      losses.append("\(source.name): every machine of vmrun has this anyway: \(profile.own.joined(separator: ", "))")
    }
    if !isChosen, let called = profile.name, called != "\(name)" {
      losses.insert("\(source.name): the machine's name '\(Excerpt.of(called))' becomes '\(name)'", at: 0)
    }
    return ImportedFile(yaml: yaml, path: path, losses: losses, name: "\(name)")
  }

  private static let otherName = "choose another name with --name, or replace it with --force"

  private static func taken(_ path: String, _ hint: String) -> RuntimeError {
    RuntimeError(.failed, "there is \(displayed(path)) already: \(hint)")
  }

  /// Writes an imported profile.
  package static func write(_ file: ImportedFile, to path: String, replaces: Bool) throws(RuntimeError) {
    try writeResult(file.yaml, to: path, replaces: replaces, hint: otherName)
  }

  private static func isLink(_ path: String) -> Bool {
    var status = stat()
    return lstat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFLNK
  }

  /// Writes a file that somebody asked for.
  ///
  /// - Parameters:
  ///   - replaces: whether one that is there may go.
  ///   - hint: what to do about one that is there.
  package static func writeResult(
    _ text: String, to path: String, replaces: Bool, mode: Int32 = 0o644, hint: String = "--force replaces it"
  ) throws(RuntimeError) {
    try prepareResult(at: path, replaces: replaces, hint: hint)
    guard !replaces else {
      return try translating { () throws(GLibError) in try DurableFile.write(text.utf8, to: path, mode: mode) }
    }
    let temporary = "\(path).\(getpid()).new"
    defer { unlink(temporary) }
    try translating { () throws(GLibError) in try DurableFile.write(text.utf8, to: temporary, mode: mode) }
    // A link fails where a file is there already, also one that came a moment ago.
    guard link(temporary, path) == 0 else {
      if errno == EEXIST {
        throw taken(path, hint)
      }
      throw RuntimeError(GLibError.systemCall("write", path))
    }
  }

  /// Makes the folder of a file that somebody asked for.
  ///
  /// - Throws: `RuntimeError` when the file is there and may not go.
  package static func prepareResult(
    at path: String, replaces: Bool, hint: String = "--force replaces it"
  ) throws(RuntimeError) {
    if !replaces, Folder.exists(path) { throw taken(path, hint) }
    let folder = Folder.parent(of: path)
    if !folder.isEmpty, !Folder.exists(folder), mkdir(folder, 0o755) != 0, errno != EEXIST {
      throw RuntimeError(GLibError.systemCall("create the folder", folder))
    }
  }

  /// The folder of a whole path.
  package static func folder(of path: String) -> String { Folder.parent(of: path) }

  /// A whole path, without `..` where no link is in the way.
  package static func absolute(_ path: String) -> String {
    ImportedPath.normal(path.hasPrefix("/") ? path : "\(currentFolder)/\(path)", isLink: isLink)
  }

  private static func name(ofOutput path: String) throws(RuntimeError) -> VMName {
    let file = path.split(separator: "/").last.map(String.init) ?? ""
    guard file.hasSuffix(".yml"), let name = VMName(String(file.dropLast(4))) else {
      throw RuntimeError(
        .usage, "--output is '\(Excerpt.of(path))': a machine is named after its file, such as Profiles/web.yml")
    }
    return name
  }

  /// The project's folder of profiles, which may have to be made.
  private var importFolder: String {
    let folders = lookup.folders(exists: Folder.exists)
    let own = folders.first { folder in
      ![directories.share, directories.config].contains { folder.hasPrefix($0 + "/") }
    }
    return own ?? "\(Self.currentFolder)/Profiles"
  }
}
