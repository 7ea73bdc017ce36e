package import DiskImage
package import VMProfile

/// One start of a machine, as far as the command line and the clock decide it.
package struct RunRecord: Sendable, Equatable, Codable {
  /// The boot of the host that it belongs to.
  package var bootID: String
  /// Seconds since 1970.
  package var started: Int64
  package var ephemeral: Bool
  package var arch: String
  package var machine: String
  package var accelerator: String
  package var acceleratorReason: String
  package var cpu: String
  package var smp: Int
  /// Bytes.
  package var memory: UInt64
  package var qemuPath: String
  package var qemuVersion: String
  package var sshUser: String
  package var nics: [NICRecord]
  /// How many cards the profile had; later ones have higher numbers.
  package var profileNICs: Int
  /// The host ports that vmrun chose, in the profile's order: taken again at the next start.
  package var chosenPorts: [UInt16]
  /// The disk of an ephemeral run, on top of the machine's own or of the image.
  package var lentDisk: OverlayRecord?
  /// The disks that stand on no image; nil is none.
  package var disks: [DiskRecord]?
  /// The folder of its sockets: a later vmrun may have another `XDG_RUNTIME_DIR`, or none.
  package var sockets: String?
  /// Why vmrun itself ended it without QEMU's word, such as `vmrun kill`.
  package var endedBy: String?
  /// The profile's values as they were, by key path: what has changed since shows by them.
  package var profileValues: [String: String]?
  /// How much of cloud-init its image understands; nil: nobody said.
  package var cloudInit: CloudInitSupport?
  /// The checkouts of sources that its profile was put together from; nil is none.
  package var checkouts: [String]?
}

/// A network card as `status` shows it.
package struct NICRecord: Sendable, Equatable, Codable {
  package var id: String
  package var model: String
  package var mac: String
  package var attachment: String
  /// `up` or `down`.
  package var link: String
  package var forwards: [ForwardRecord]
  /// The PCI Express root port that it is plugged into; nil: the main bus.
  package var port: String?
  /// Whether it came while the machine ran; nil is no.
  package var hotPlugged: Bool?
  /// Whether the guest was asked to let go of it and has not yet; nil is no.
  package var removing: Bool?
  /// The TAP of the host that it is plugged into.
  package var interface: String?
  /// The network of `Profiles/networks/` that it is in.
  package var network: String?
  /// What it is plugged into, beyond the attachment's name and the TAP's: `in br0`, `listen 127.0.0.1:4000`.
  package var detail: String?
  /// The fixed address that the guest was told, with its prefix's length.
  package var address: String?
}

/// A forward with its ports settled.
public struct ForwardRecord: Sendable, Hashable, Codable {
  /// `tcp` or `udp`.
  public var `protocol`: String
  public var hostAddress: String
  public var hostPort: UInt16
  public var guestPort: UInt16
}
