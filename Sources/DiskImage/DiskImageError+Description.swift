internal import HostTool
internal import VMProfile
internal import Wording

extension DiskImageError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .tool(let error): error.description
    case .file(let message), .invalidUserData(let message): message
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
        + "put the old image back, or `vmrun delete` the VM (this loses its disk) and start anew"
    case .baseReplaced(let overlay, let recorded, let wanted):
      "the disk \(overlay) was made from \(recorded), and the profile now names \(wanted): change the profile back, "
        + "or `vmrun delete` the VM (this loses its disk) and start anew"
    case .wouldShrink(let path, let current, let wanted):
      "the disk \(path) has \(current), and the profile asks for \(wanted): a disk only grows; ask for "
        + "\(current) or more, or `vmrun delete` the VM (this loses its disk)"
    case .smallerThanBase(let base, let size, let wanted):
      "the image \(base) has \(size), and the profile asks for a disk of \(wanted): ask for "
        + "\(size) or more"
    case .diskInUse(let path): "the disk \(path) is in use by another process: stop the VM that uses it"
    case .imageNotBuilt(let name, let arch):
      "image '\(name)' is not built yet\(arch == .host ? "" : " for \(arch.rawValue)"): run `vmrun image build "
        + "\(name)\(arch == .host ? "" : " --arch \(arch.rawValue)")`"
    case .unknownImage(let name, let known): Self.unknownImageText(name, known: known)
    case .invalidImageName(let name):
      "'\(name)' cannot be an image's name: use letters, digits, '-', '_' and '.', a letter or a digit first"
    case .brokenImage(let name, let reason):
      "image '\(name)' is damaged (\(reason)): run `vmrun image build \(name) --force`"
    case .imageInUse(let name, let users):
      "image '\(name)' is in use by \(users.joined(separator: ", ")): `vmrun delete` what you no longer need first"
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

  private static func unknownImageText(_ name: String, known: [String]) -> String {
    guard !known.isEmpty else {
      return "there is no image '\(name)', and no recipe for one: put a folder '\(name)' with a recipe.yml into Images/"
    }
    let meant = Suggestion.nearest(to: name, among: known).map { ": did you mean '\($0)'?" }
    return "there is no image '\(name)'\(meant ?? ""); known are \(known.joined(separator: ", "))"
  }
}
