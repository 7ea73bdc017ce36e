internal import JSON
internal import QMP

/// Whether a guest that has just been started is far enough to take a card.
///
/// On a PC the request goes through ACPI, where it waits for the guest: a card that comes before the guest's kernel
/// is found as if it had been there. The `virt` boards have the slot's own hot-plug of PCI Express, where a card that
/// comes while the guest sets the slot up can be taken for one that goes. There the kernel's virtio drivers tell: they
/// start after its PCI drivers. Firmware can drive the same device for a while, and a guest without such a driver
/// never tells, so this is a hint that is waited for and nothing that is waited on for long.
struct GuestReadiness {
  let monitor: QMPConnection

  /// Returns when the guest drives its random number generator, at the latest after a limit.
  func wait(atMost limit: Duration = .seconds(10)) async {
    let deadline = ContinuousClock.now + limit
    while await isDriven() == false, ContinuousClock.now < deadline {
      do { try await Task.sleep(for: .milliseconds(200)) } catch { return }
    }
  }

  /// - Returns: nil when this QEMU does not tell: the command is new in 7.2 and not declared stable.
  private func isDriven() async -> Bool? {
    let answer = try? await monitor.execute(
      "x-query-virtio-status", ["path": "/machine/peripheral/rng0-dev/virtio-backend"])
    return answer?["status"]?["statuses"]?.arrayValue.map { statuses in
      statuses.contains { $0.stringValue?.contains("DRIVER_OK") == true }
    }
  }
}
