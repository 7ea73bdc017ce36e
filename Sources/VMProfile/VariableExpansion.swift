internal import Wording
internal import YAML

/// Puts the values of variables into the scalars of a profile's files, as they are read.
///
/// A class, as the reader of YAML asks again and again. What fails is kept until it is known whether the value
/// counts: a layer above may have replaced it.
final class VariableExpansion {
  /// One value of a variable; paths and names are shorter.
  static let maximumLength = 4096

  private let variables: ProfileVariables
  /// Why a scalar could not be expanded, by its place.
  private(set) var failures: [YAMLMark: String] = [:]
  /// The variables of the environment that were asked for, by the place.
  private(set) var environmentReads: [YAMLMark: Set<String>] = [:]
  /// How much longer all texts together may get.
  private var budget = 1 << 20

  init(_ variables: ProfileVariables) { self.variables = variables }

  /// Whether a file has anything to expand.
  static func concerns(_ text: String) -> Bool { text.utf8.contains(UInt8(ascii: "$")) && text.contains("${") }

  /// The text with values in place of variables; as it is when there are none, and when one has no value.
  func expand(_ text: String, at mark: YAMLMark) -> String {
    guard Self.concerns(text) else { return text }
    do throws(Failure) {
      return try expanded(text, at: mark)
    } catch {
      failures[mark] = error.message
      return text
    }
  }

  private struct Failure: Error { let message: String }

  private func expanded(_ text: String, at mark: YAMLMark) throws(Failure) -> String {
    var result = String.UnicodeScalarView()
    var rest = text.unicodeScalars[...]
    while let dollar = rest.firstIndex(of: "$") {
      result.append(contentsOf: rest[..<dollar])
      rest = rest[dollar...]
      if rest.starts(with: "$${".unicodeScalars) {
        result.append(contentsOf: "${".unicodeScalars)
        rest = rest.dropFirst(3)
      } else if rest.starts(with: "${".unicodeScalars) {
        let body = rest.dropFirst(2)
        guard let end = body.firstIndex(of: "}") else {
          throw Failure(message: "'${' has no '}': write '$${' where it stands for itself")
        }
        let value = try value(String(String.UnicodeScalarView(body[..<end])), at: mark)
        result.append(contentsOf: value.unicodeScalars)
        rest = body[body.index(after: end)...]
      } else {
        result.append("$")
        rest = rest.dropFirst()
      }
    }
    result.append(contentsOf: rest)
    return String(result)
  }

  private func value(_ expression: String, at mark: YAMLMark) throws(Failure) -> String {
    let shown = "'${\(Excerpt.of(expression))}'"
    let value: String
    switch expression {
    case "project":
      guard let project = variables.project else { throw Failure(message: "\(shown): there is no project here") }
      value = project
    case "user":
      guard let user = variables.user() else { throw Failure(message: "\(shown): this user has no name on this host") }
      value = user
    case _ where expression.hasPrefix("env:"): value = try environmentValue(expression, shown, at: mark)
    default:
      let meant =
        Suggestion.nearest(to: expression, among: ["project", "user"])
        ?? (Self.isName(expression) ? "env:\(expression)" : nil)
      let hint = meant.map { "did you mean '${\($0)}'?" } ?? "expected ${env:NAME}, ${project} or ${user}."
      throw Failure(message: "\(shown) is not known: \(hint) Write '$${' where '${' stands for itself")
    }
    guard value.utf8.count <= Self.maximumLength else {
      throw Failure(message: "\(shown) is longer than \(Self.maximumLength) bytes")
    }
    guard value.unicodeScalars.allSatisfy({ $0.properties.generalCategory != .control }) else {
      throw Failure(message: "\(shown) has control characters or several lines")
    }
    budget -= value.utf8.count
    guard budget >= 0 else { throw Failure(message: "\(shown): the values of variables come to more than 1M") }
    return value
  }

  /// `env:NAME` or `env:NAME:-default`; as in a shell the default also stands in for an empty value.
  private func environmentValue(
    _ expression: String, _ shown: String, at mark: YAMLMark
  ) throws(Failure) -> String {
    let parts = expression.dropFirst("env:".count).split(
      separator: ":-", maxSplits: 1, omittingEmptySubsequences: false)
    let name = String(parts[0])
    guard Self.isName(name) else {
      throw Failure(message: "\(shown): the name of an environment variable has letters, digits and '_'")
    }
    environmentReads[mark, default: []].insert(name)
    let value = variables.environment(name)
    if parts.count == 2 { return value.flatMap { $0.isEmpty ? nil : $0 } ?? String(parts[1]) }
    guard let value else {
      throw Failure(
        message: "\(shown): \(name) is not set: set it with `export \(name)=…`, or write '${env:\(name):-default}'")
    }
    return value
  }

  private static func isName(_ text: String) -> Bool {
    guard let first = text.utf8.first, !ASCII.isDigit(first), text.utf8.count <= 256 else { return false }
    return text.utf8.allSatisfy { ASCII.isAlphanumeric($0) || $0 == UInt8(ascii: "_") }
  }
}
