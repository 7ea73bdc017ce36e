/// What a build came to.
package enum BuildOutcome: Sendable, Equatable {
  case built(StoredImage)
  /// The store had it already, made from the same recipe.
  case upToDate(StoredImage)

  package var image: StoredImage {
    switch self {
    case .built(let image), .upToDate(let image): image
    }
  }
}
