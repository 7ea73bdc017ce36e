public import VMProfile

extension ProfileFile {
  /// All values with their origins; nil for a profile that a program made.
  public func effective() throws(RuntimeError) -> EffectiveProfile? {
    guard let layers else { return nil }
    do { return try EffectiveProfile(layers) } catch { throw RuntimeError(error) }
  }
}

extension VMHost {
  /// A profile as it is in the end, with the origin of each value.
  ///
  /// - Parameter reference: as for `profile(_:)`.
  public func effectiveProfile(_ reference: String) throws(RuntimeError) -> EffectiveProfile {
    guard let effective = try profile(reference).effective() else {
      throw RuntimeError(.failed, "'\(reference)' is in no file")
    }
    return effective
  }
}
