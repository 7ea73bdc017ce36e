/// Kinds of names that only a running machine knows.
enum LiveKind: Hashable, Sendable {
  case devices
  case netdevs
  case nics
  /// Devices and netdevs: `set_link` takes both.
  case cables
  case blockNodes
  case blockDevices
  case chardevs
  case objects
  case buses
  case jobs
  /// Paths below that folder of QEMU's object tree.
  case qomPaths(parent: String)
  case qomProperties(path: String)
}
