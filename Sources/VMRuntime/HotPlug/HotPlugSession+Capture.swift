internal import GLib
internal import Glibc
internal import JSON
internal import QMP

extension HotPlugSession {
  /// Starts to write a card's traffic to a new file.
  func startCapture(_ id: String, file: String) async throws(RuntimeError) {
    let nic = try nic(id)
    let netdev = Self.netdev(of: nic.id)
    guard network.client(netdev) != nil else {
      throw RuntimeError(.failed, "\(id) of '\(machine.name)' has no network that could be captured")
    }
    if nic.interface != nil, nic.model.hasPrefix("virtio") {
      throw RuntimeError(
        .unavailable,
        "QEMU would put the headers of virtio's offloads before every packet of \(id), which no reader of pcap expects: "
          + "capture its TAP with `vmrun net capture \(machine.name)/\(id) \(file)`")
    }
    if let running = capture(of: id) {
      throw RuntimeError(
        .failed,
        "\(id) of '\(machine.name)' is captured to \(running.file ?? "a file") already: stop that with `vmrun nic capture \(machine.name) \(id) --stop`"
      )
    }
    // QEMU would overwrite a file, and make a new one readable for all.
    let descriptor = open(file, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
    guard descriptor >= 0 else {
      if errno == EEXIST { throw RuntimeError(.failed, "\(file) exists already: choose another name, or remove it") }
      throw RuntimeError(GLibError.systemCall("write", file))
    }
    close(descriptor)
    do throws(RuntimeError) {
      try await execute(
        "object-add",
        [
          "qom-type": "filter-dump", "id": .string(Self.captureID(id)), "netdev": .string(netdev),
          "file": .string(file),
        ])
    } catch {
      unlink(file)
      throw error
    }
  }

  /// - Returns: the file.
  func stopCapture(_ id: String) async throws(RuntimeError) -> String {
    let nic = try nic(id)
    guard let capture = capture(of: nic.id) else {
      throw RuntimeError(.failed, "\(id) of '\(machine.name)' is not captured")
    }
    try await execute("object-del", ["id": .string(capture.id)])
    return capture.file ?? ""
  }

  private func capture(of id: String) -> NetworkInfo.Filter? {
    network.filters.first { $0.id == Self.captureID(id) }
  }

  private static func captureID(_ nic: String) -> String { "capture-\(nic)" }
}
