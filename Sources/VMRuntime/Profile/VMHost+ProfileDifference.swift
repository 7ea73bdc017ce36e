internal import JSON
internal import VMProfile

/// A value in which two profiles differ.
public struct ProfileDifference: Sendable, Equatable {
  /// `memory`, `nics[0].user.forward[1]`.
  public var keyPath: String
  /// Nil: it has none.
  public var old: String?
  /// Nil: it has none.
  public var new: String?
}

extension VMHost {
  /// In what two profiles differ, by their values as they are in the end.
  public func difference(
    _ reference: String, _ other: String
  ) throws(RuntimeError) -> [ProfileDifference] {
    Self.difference(Self.texts(try effectiveProfile(reference)), Self.texts(try effectiveProfile(other)))
  }

  /// What has changed in a profile since its machine was started last.
  ///
  /// - Throws: `RuntimeError` of kind `failed` when it never was.
  public func differenceFromLastStart(_ reference: String) throws(RuntimeError) -> [ProfileDifference] {
    let file = try profile(reference)
    let name = file.profile.name
    let record = InstanceRecord(path: machine(name).paths.record)
    if let started = record?.profile, let path = file.path, !SourcePlace.isSameProfile(started, path) {
      throw RuntimeError(.failed, "the machine '\(name)' was started from \(started), not from this profile")
    }
    guard let values = record?.run?.profileValues else {
      throw RuntimeError(
        .failed, "'\(name)' was not started yet: compare with another profile, `vmrun profile diff \(name) OTHER`")
    }
    guard let effective = try file.effective() else { return [] }
    return Self.difference(values.map { ($0.key, $0.value) }, Self.texts(effective))
  }

  func difference(_ old: ProfileFile, _ new: ProfileFile) throws(RuntimeError) -> [ProfileDifference] {
    guard let old = try old.effective(), let new = try new.effective() else { return [] }
    return Self.difference(Self.texts(old), Self.texts(new))
  }

  /// - Parameter old: nil: there was none.
  func difference(from old: ProfileFile?, _ new: ProfileFile) throws(RuntimeError) -> [ProfileDifference] {
    guard let new = try new.effective() else { return [] }
    return Self.difference(try old?.effective().map(Self.texts) ?? [], Self.texts(new))
  }

  private static func texts(_ profile: EffectiveProfile) -> [(String, String)] {
    profile.values.map { ($0.keyPath, $0.text) }
  }

  /// Whether to write the value down is the same as to leave it out.
  private static func isDefault(_ value: (String, String)) -> Bool {
    ProfileSchema.defaultValue(of: value.0).map { ProfileValue.text(of: $0) } == value.1
  }

  /// In the order of the new ones; what is gone comes last.
  private static func difference(_ old: [(String, String)], _ new: [(String, String)]) -> [ProfileDifference] {
    let before = Dictionary(old, uniquingKeysWith: { $1 })
    let after = Set(new.map(\.0))
    let changed = new.filter { before[$0.0] != $0.1 && !(before[$0.0] == nil && isDefault($0)) }.map { key, text in
      ProfileDifference(keyPath: key, old: before[key], new: text)
    }
    let gone = old.filter { !after.contains($0.0) && !isDefault($0) }.sorted { $0.0 < $1.0 }
    return changed + gone.map { ProfileDifference(keyPath: $0.0, old: $0.1, new: nil) }
  }
}
