internal import GLib
internal import JSON
package import QEMU

/// Keeps what the probe measured until the next boot, so that a start doesn't pay for it twice.
///
/// Only a verdict that came from running a guest is kept, and it counts only for the same boot and the
/// same, unchanged device node. Whether the device exists and may be opened is looked at each time: the
/// user may be putting just that right. The cache is a convenience: what can't be read is measured anew,
/// and a directory that can't be written is no error.
package struct AcceleratorCache: Sendable {
  private let directory: String
  private let bootID: String?

  /// - Parameter directory: where `accelerator.json` lies; made when missing. Usually
  ///   `$XDG_CACHE_HOME/vmrun`.
  package init(directory: String) {
    self.init(directory: directory, bootID: HostClock.bootID)
  }

  init(directory: String, bootID: String?) {
    self.directory = directory
    self.bootID = bootID?.split(whereSeparator: \.isWhitespace).first.map(String.init)
  }

  private var path: String { directory + "/accelerator.json" }

  /// The verdict of `probe`, without its measurement where that was made before. Blocks like
  /// `AcceleratorProbe.verdict()`, for well under a millisecond when the verdict is known.
  package func verdict(of probe: AcceleratorProbe) -> AcceleratorVerdict {
    let environment = probe.environment
    var known: AcceleratorVerdict?
    let finding = probe.withDevice { descriptor in
      let key = key(of: environment)
      if let key, let verdict = read(key: key) {
        known = verdict
        return .works
      }
      let finding = environment.measure(descriptor)
      if let key, finding.lasts { write(finding.verdict(device: environment.device), key: key) }
      return finding
    }
    return known ?? finding.verdict(device: environment.device)
  }

  /// What has to be the same for a verdict to hold. nil when the kernel doesn't tell its boot.
  private func key(of environment: ProbeEnvironment) -> JSONObject? {
    guard let bootID, let status = environment.status(environment.device) else { return nil }
    return [
      // Goes up whenever the probe judges otherwise than before.
      "version": 1,
      "bootID": .string(bootID),
      "device": .string(environment.device),
      "deviceNumber": JSONValue(unsigned: status.number),
      "mode": .integer(Int64(status.mode)),
      "userID": .integer(Int64(status.userID)),
      "groupID": .integer(Int64(status.groupID)),
      "changed": .integer(status.changed),
    ]
  }

  private func read(key: JSONObject) -> AcceleratorVerdict? {
    guard let text = DurableFile.text(path), let content = try? JSONValue(parsing: text) else { return nil }
    guard case .object(let found)? = content["for"], found == key else { return nil }
    switch content["accelerator"] {
    case "kvm": return .kvm
    case "tcg": return content["reason"]?.stringValue.map { .tcg(reason: $0) }
    default: return nil
    }
  }

  private func write(_ verdict: AcceleratorVerdict, key: JSONObject) {
    var content: JSONObject = ["for": .object(key)]
    switch verdict {
    case .kvm: content["accelerator"] = "kvm"
    case .tcg(let reason):
      content["accelerator"] = "tcg"
      content["reason"] = .string(reason)
    }
    guard (try? PrivateDirectory.ensure(directory)) != nil else { return }
    try? DurableFile.replace(JSONValue.object(content).compactBytes + [UInt8(ascii: "\n")], to: path)
  }
}
