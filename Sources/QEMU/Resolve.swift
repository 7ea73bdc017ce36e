public import VMProfile

extension ResolvedMachine {
  /// Joins a profile with the host's facts. Pure.
  public init(_ profile: Profile, facts: HostFacts) throws(QEMUError) {
    throw .unavailable("not written yet")
  }
}
