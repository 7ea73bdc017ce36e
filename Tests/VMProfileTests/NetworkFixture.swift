import VMProfile

/// Reads networks as the tests write them: in a file named `lab.yml`.
enum NetworkFixture {
  static func parse(_ yaml: String) throws -> NetworkProfile {
    try NetworkProfile(yaml: yaml, name: NetworkName(parsing: "lab"), file: "lab.yml")
  }

  /// The messages of a network with mistakes, one a line; empty for a good one.
  static func mistakes(in yaml: String) -> [String] { ProfileFixture.mistakes { try parse(yaml) } }
}
