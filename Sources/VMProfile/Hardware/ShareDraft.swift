/// The values of a share as far as they were readable.
struct ShareDraft {
  var path: Placed<HostPath>?
  var tag: Placed<ShareTag>?
  var mount: Placed<GuestPath>?
  var isReadOnly: Placed<Bool>?
  var driver: Placed<ShareDriver>?

  var share: Share? {
    guard let path, let tag else { return nil }
    return Share(
      path: path.value, tag: tag.value, mount: mount?.value, isReadOnly: isReadOnly?.value ?? false,
      driver: driver?.value ?? .auto)
  }
}
