/// How long a build may take.
package struct BuildLimits: Sendable, Equatable {
  /// For another vmrun that builds the same image.
  package var lock: Duration
  /// For the recipe's script.
  package var script: Duration

  package init(lock: Duration = .seconds(15 * 60), script: Duration = .seconds(20 * 60)) {
    self.lock = lock
    self.script = script
  }
}
