extension StoredImage {
  /// What is in the image, the same for everybody who has it: by its digest where it was fetched or committed, else by
  /// what it was made from.
  package var content: String { digest?.text ?? diskDigest?.text ?? "recipe:\(version)" }
}
