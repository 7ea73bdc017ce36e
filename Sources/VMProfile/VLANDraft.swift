/// The VLANs of a network as far as they were readable.
struct VLANDraft {
  var ids: [Placed<Int>]
  /// Whether a list was written, be it of one id.
  var isTrunk: Bool

  /// Nil when no id is left.
  var setting: VLANSetting? {
    isTrunk ? .trunk(ids.map(\.value)) : ids.first.map { .access($0.value) }
  }
}
