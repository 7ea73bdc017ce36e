extension StoredImage {
  /// What is in the image, the same for everybody who has it: the digest of what was fetched, or the recipe that it was
  /// made by.
  package var content: String { digest.map { "\($0)" } ?? "recipe:\(version)" }
}
