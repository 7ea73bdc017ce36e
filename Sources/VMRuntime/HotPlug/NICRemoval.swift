/// How a request to remove a card ended.
public enum NICRemoval: Sendable, Equatable {
  /// The guest let go of the card, and QEMU has neither it nor its network any more.
  case removed
  /// The guest has not answered within the time that was given. The request stands: the card goes when the guest
  /// answers, or at its next reset.
  case pending
  /// The guest, or QEMU for it, said no; the card stays.
  case refused(String)
  /// The connection was lost before the answer came.
  case unknown(String)
}
