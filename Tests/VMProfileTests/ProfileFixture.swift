import VMProfile

/// Reads profiles as the tests write them: in a file named `web.yml`.
enum ProfileFixture {
  static func parse(_ yaml: String) throws -> Profile {
    try Profile(yaml: yaml, name: VMName(parsing: "web"), file: "web.yml")
  }

  /// The messages of a profile with mistakes, one a line; empty for a good one.
  static func mistakes(in yaml: String) -> [String] { mistakes { try parse(yaml) } }

  /// The messages of whatever reads a file.
  static func mistakes<Value>(_ read: () throws -> Value) -> [String] {
    do {
      _ = try read()
      return []
    } catch let error as ProfileError {
      return error.description.split(separator: "\n").map(String.init)
    } catch {
      return ["not a ProfileError: \(error)"]
    }
  }

  /// Why a text is not a value of a type; nil when it is one.
  static func reason<Value: TextValue>(_ text: String, as type: Value.Type) -> String? {
    do throws(InvalidValue) {
      _ = try Value(parsing: text)
      return nil
    } catch {
      return error.reason
    }
  }
}
