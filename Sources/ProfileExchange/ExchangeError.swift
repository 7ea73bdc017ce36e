/// Why a file of another program cannot be read as a machine.
package struct ExchangeError: Error, Sendable, Equatable, CustomStringConvertible {
  package let description: String

  package init(_ description: String) { self.description = description }
}
