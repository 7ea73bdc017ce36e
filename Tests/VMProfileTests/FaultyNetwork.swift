import Testing

/// A network with mistakes, and all that is said about it.
struct FaultyNetwork: CustomTestStringConvertible, Sendable {
  let yaml: String
  let mistakes: [String]

  init(_ yaml: String, _ mistakes: String...) { self.init(yaml, mistakes) }

  /// A file whose first line is `bridge: br0`.
  static func after(_ rest: String, _ mistakes: String...) -> Self { Self("bridge: br0\n\(rest)\n", mistakes) }

  private init(_ yaml: String, _ mistakes: [String]) {
    self.yaml = yaml
    self.mistakes = mistakes.map { "lab.yml:" + $0 }
  }

  var testDescription: String { yaml.debugDescription }
}
