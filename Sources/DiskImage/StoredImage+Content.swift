extension StoredImage {
  /// What is in the image, the same for everybody who has it: by what it was made from.
  package var content: String { "recipe:\(version)" }
}
