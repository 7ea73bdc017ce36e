package import VMProfile
internal import Wording

/// The choices that turn a profile into a machine, one method each.
struct Resolver {
  /// Enough for what people plug by hand; together with the cards' own ports they fill one or two slots.
  static let sparePorts = 8

  let profile: Profile
  let facts: HostFacts

  var arch: Architecture { profile.arch ?? facts.architecture }

  /// The binary and its release: `/usr/bin/qemu-system-x86_64 (QEMU 7.2.22)`.
  var binary: String { "\(facts.qemuPath) (QEMU \(facts.qemu.version))" }

  func machine() throws(QEMUError) -> MachineType {
    let boards = MachineType.available(for: arch)
    let present = boards.filter(facts.qemu.mayHave(machine:))
    guard let wanted = profile.machine else {
      if let board = present.first { return board }
      throw .unavailable("\(binary) has none of the boards that vmrun knows for \(arch): \(list(boards))")
    }
    guard boards.contains(wanted) else {
      throw wrong("machine", "'machine' is '\(wanted)', which \(arch) does not have: expected \(list(boards))")
    }
    guard present.contains(wanted) else {
      let instead = present.isEmpty ? "" : ": expected \(list(present))"
      throw wrong("machine", "'machine' is '\(wanted)', which \(binary) does not have\(instead)")
    }
    return wanted
  }

  func display(on machine: MachineType) throws(QEMUError) -> DisplayChoice {
    let wanted = profile.display
    guard wanted != .none else { return wanted }
    guard machine != .microvm else {
      throw wrong(
        "display",
        "'display' is '\(wanted)', and board 'microvm' has no graphics card: write none, or use another board")
    }
    // VNC is a protocol of every binary; the others are modules that may not be installed.
    guard wanted == .vnc || facts.qemu.displays.isEmpty || facts.qemu.displays.contains(wanted.rawValue) else {
      throw .unavailable(
        "\(binary) has no display '\(wanted)': install QEMU's GUI modules (Debian: qemu-system-gui), "
          + "or use display vnc or none in \(place("display"))")
    }
    return wanted
  }

  /// An error about a value of the profile, at its place in the file.
  func wrong(_ keyPath: String, _ message: String) -> QEMUError {
    let location = profile.locations[keyPath] ?? SourceLocation(file: "\(profile.name).yml", line: 1, column: 1)
    return .unsupportedValue(Diagnostic(location: location, message: message))
  }

  /// `web.yml:5`, or the file's name alone where the key is not written down.
  func place(_ keyPath: String) -> String {
    profile.locations[keyPath].map { "\($0.file):\($0.line)" } ?? "\(profile.name).yml"
  }

  private func list(_ boards: [MachineType]) -> String { Suggestion.list(boards.map(\.rawValue)) }
}

extension MachineType {
  /// Whether devices can be plugged into PCI Express root ports: the main bus of such boards takes no hot-plug.
  package var hasRootPorts: Bool { self == .q35 || self == .virt }
  package var hasPCI: Bool { self != .microvm }
}
