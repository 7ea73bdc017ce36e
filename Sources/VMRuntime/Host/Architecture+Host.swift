internal import Glibc
package import VMProfile

extension Architecture {
  /// The host's own; x86_64 where vmrun knows no guests of the host's kind.
  package static var host: Architecture {
    var name = utsname()
    uname(&name)
    let machine = withUnsafePointer(to: &name.machine) {
      $0.withMemoryRebound(to: CChar.self, capacity: 65) { String(cString: $0) }
    }
    return Architecture(rawValue: machine) ?? .x86_64
  }
}
