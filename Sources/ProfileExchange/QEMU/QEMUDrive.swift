/// A drive of a QEMU command line, until the device is known that it is in.
struct QEMUDrive: Sendable, Equatable {
  var id: String?
  var file: String
  var format: String?
  var isReadOnly = false
  /// `if=` of `-drive`; nil: a device names it.
  var interface: String?
  var isCDROM = false
  /// Which of the firmware's first it is.
  var bootIndex: Int?
  /// `index=` of `-drive`.
  var index: Int?
  var serial: String?
  /// The driver of the device.
  var driver: String?
  var option: QEMUOption
}
