/// What can be told of a profile without starting it.
public struct ProfileFindings: Sendable {
  /// Why a start would be refused here: mistakes of the profile, of kind `invalidProfile`, and what this host lacks.
  public internal(set) var faults: [RuntimeError] = []
  /// What is worth knowing, and hinders no start or is one command away.
  public internal(set) var notes: [String] = []

  /// Runs one check; what it throws is a fault, once.
  mutating func check(_ body: () throws(RuntimeError) -> Void) {
    do throws(RuntimeError) { try body() } catch { add(error) }
  }

  mutating func add(_ error: RuntimeError) {
    if !faults.contains(error) { faults.append(error) }
  }
}
