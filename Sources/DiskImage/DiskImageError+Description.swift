internal import HostTool
internal import VMProfile
internal import Wording

extension DiskImageError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .tool(let error): error.description
    case .file(let message), .noPermission(let message), .invalidUserData(let message): message
    case .noSpace(let folder, let message): "no space left in \(folder): free some and try again (\(message))"
    case .unreadableImage(let path, let reason): "cannot use the image \(path): \(reason)"
    case .unsupportedFormat(let path, let format):
      "cannot use the image \(path): its format is \(format), and vmrun takes qcow2 and raw; convert it with "
        + "`qemu-img convert -O qcow2 FROM TO`"
    case .notAnOverlay(let path, let reason):
      "\(path) is not a disk that vmrun made (\(reason)): `vmrun delete` the VM, which loses its disk, or put "
        + "the right file back"
    case .baseMissing(let overlay, let base):
      "the image \(base) is gone, and the disk \(overlay) holds only what was changed on top of it: put it back, "
        + "or `vmrun delete` the VM (this loses its disk) and start anew"
    case .baseChanged(let overlay, let base):
      "the image \(base) was changed since the disk \(overlay) was made on top of it, so that disk no longer fits: "
        + "put the old image back; or take the disk as it is, though its files may be damaged, with `vmrun image rebase "
        + "\(machine(of: overlay)) --accept-base`; or `vmrun delete` the VM (this loses its disk) and start anew"
    case .baseReplaced(let overlay, let recorded, let wanted):
      "the disk \(overlay) was made from \(recorded), and the profile now names \(wanted): change the profile back; or "
        + "put the disk onto the new image, with all that is on it, by `vmrun image rebase \(machine(of: overlay))`; or "
        + "`vmrun delete` the VM (this loses its disk) and start anew"
    case .wouldShrink(let path, let current, let wanted):
      "the disk \(path) has \(current), and the profile asks for \(wanted): a disk only grows; ask for "
        + "\(current) or more, or `vmrun delete` the VM (this loses its disk)"
    case .smallerThanBase(let base, let size, let wanted):
      "the image \(base) has \(size), and the profile asks for a disk of \(wanted): ask for "
        + "\(size) or more"
    case .overlaySmallerThanBase(let overlay, let size, let base, let baseSize):
      "the disk of '\(machine(of: overlay))' has \(size), and the image \(base) has \(baseSize): grow it first, with "
        + "`vmrun image resize \(machine(of: overlay)) \(baseSize)`"
    case .diskInUse(let path): "the disk \(path) is in use by another process: stop the VM that uses it"
    case .damagedDisk(let path, let message): "the disk \(path) is damaged: \(message)"
    case .imageNotPulled(let name, let arch, let hasRecipe):
      "image '\(name)' is not here yet\(forArch(arch)): run `vmrun image pull \(name)\(option(arch))`"
        + (hasRecipe ? ", or make it by its recipe with `vmrun image build \(name)\(option(arch))`" : "")
    case .imageNotStored(let name, let known):
      "there is no image '\(name)' in the store"
        + (known.isEmpty ? "" : ": it has \(known.joined(separator: ", "))")
    case .notInCatalog(let name, let arch, let others):
      "image '\(name)' cannot be had for \(arch.rawValue): the catalogue has it for "
        + "\(others.map(\.rawValue).joined(separator: ", ")); say which with --arch"
    case .imageBusy(let name, let waited):
      "another vmrun still works on image '\(name)' after \(waited.components.seconds) s: wait for it, or end that vmrun"
    case .notInAnyCatalog(let name, let known, let recipes, let searched):
      Self.notInAnyCatalogText(name, known: known, recipes: recipes, searched: searched)
    case .catalogUnavailable(let origin, let reason): "cannot use the catalogue \(origin): \(reason)"
    case .pullFailed(let name, let source, let reason): "image '\(name)' could not be had from \(source): \(reason)"
    case .digestMismatch(let name, let source, let wanted, let got):
      "image '\(name)' was refused: what \(source) sent has the digest \(got), and not \(wanted); it was thrown away. "
        + "Either it was changed since its digest was published, or somebody changed it on the way"
    case .noDigest(let source):
      "\(source) comes without a digest, so nobody could say whether it is the right file: take the one that its "
        + "publisher names, and add --digest sha256:… or --digest sha512:…"
    case .imageNotBuilt(let name, let arch):
      "image '\(name)' is not built yet\(forArch(arch)): run `vmrun image build \(name)\(option(arch))`"
    case .unknownImage(let name, let known): Self.unknownImageText(name, known: known)
    case .invalidImageName(let name):
      "'\(Excerpt.of(name))' cannot be an image's name: use letters, digits, '-', '_' and '.', a letter or a digit first, "
        + "at most 48 of them"
    case .brokenImage(let name, let reason):
      "image '\(name)' is damaged (\(reason)): run `vmrun image build \(name) --force`"
    case .imageInUse(let name, let users):
      "image '\(name)' is in use by \(users.joined(separator: ", ")): `vmrun delete` what you no longer need first"
    case .nameTaken(let name, let arch, let origin, let version):
      "there is an image '\(name)' already, and it is another one (\(origin)): take another name; or go on with "
        + "--replace, and come back to the old one with `vmrun image use \(name)@\(version)\(option(arch))`"
    case .noSuchVersion(let name, let version, let known):
      "image '\(name)' has no version '\(version)' here: "
        + (known.isEmpty ? "it has none" : "it has \(known.joined(separator: ", "))")
    case .buildBusy(let name, let waited):
      "image '\(name)' is still being built by another vmrun after \(waited.components.seconds) s: wait for it, or "
        + "end that vmrun"
    case .buildFailed(let name, let reason, let log, let lines):
      "image '\(name)' could not be built: \(reason); the log is \(log)" + (lines.isEmpty ? "" : ", its end:\n\(lines)")
    case .hostLacks(let name, let message): "image '\(name)' cannot be built on this host: \(message)"
    case .invalidRecipe(let file, let line, let column, let message): "\(file):\(line):\(column): \(message)"
    case .unsupportedArchitecture(let image, let arch, let supported):
      "image '\(image)' cannot be built for \(arch.rawValue): its recipe knows "
        + supported.map(\.rawValue).joined(separator: ", ")
    }
  }

  private func forArch(_ arch: Architecture) -> String { arch == .host ? "" : " for \(arch.rawValue)" }

  private func option(_ arch: Architecture) -> String { arch == .host ? "" : " --arch \(arch.rawValue)" }

  /// A VM's files are in a folder with its name.
  private func machine(of disk: String) -> String { TemporaryName.lastComponent(of: TemporaryName.folder(of: disk)) }

  private static func notInAnyCatalogText(
    _ name: String, known: [String], recipes: [String], searched: [String]
  ) -> String {
    let places = searched.isEmpty ? "no catalogue was found" : "looked in \(searched.joined(separator: ", "))"
    let start = "image '\(name)' is in no catalogue (\(places)): "
    if recipes.contains(name) { return start + "but there is a recipe, run `vmrun image build \(name)`" }
    guard let near = Suggestion.nearest(to: name, among: known + recipes) else {
      return start
        + "`vmrun image list` shows what can be had; a URL or a file works too, see `vmrun image pull --help`"
    }
    let isPulled = known.contains(near)
    return start + "did you mean '\(near)'\(isPulled ? "" : ", which a recipe makes, `vmrun image build \(near)`")?"
  }

  private static func unknownImageText(_ name: String, known: [String]) -> String {
    guard !known.isEmpty else {
      return "there is no image '\(name)', no recipe for one, and none in a catalogue: put a folder '\(name)' with a "
        + "recipe.yml into Images/, or run `vmrun image import FILE --name \(name)`"
    }
    let meant = Suggestion.nearest(to: name, among: known).map { ": did you mean '\($0)'?" }
    return "there is no image '\(name)'\(meant ?? ""); known are \(known.joined(separator: ", "))"
  }
}
