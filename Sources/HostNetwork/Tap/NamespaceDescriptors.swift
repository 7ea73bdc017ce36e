internal import CLinux
internal import Glibc

/// Open descriptors of a user and a network namespace, which keep both alive.
package final class NamespaceDescriptors: Sendable {
  private let user: Int32
  private let net: Int32

  /// - Parameters:
  ///   - user: a file such as `/proc/4711/ns/user`; nil: the caller's own.
  ///   - net: a file such as `/run/netns/navy`.
  /// - Throws: `HostNetworkError` when one is gone.
  package init(user: String?, net: String) throws(HostNetworkError) {
    let userDescriptor = user.map { open($0, O_RDONLY | O_CLOEXEC) } ?? -1
    let netDescriptor = open(net, O_RDONLY | O_CLOEXEC)
    (self.user, self.net) = (userDescriptor, netDescriptor)
    guard netDescriptor >= 0, user == nil || userDescriptor >= 0 else {
      throw HostNetworkError(.failed, "cannot open the namespace \(net): \(String(cString: strerror(errno)))")
    }
  }

  deinit {
    if user >= 0 { close(user) }
    if net >= 0 { close(net) }
  }

  /// A socket that lives in the network namespace, wherever it is used.
  ///
  /// - Returns: a descriptor that the caller closes.
  package func socket(_ domain: Int32, _ type: Int32) throws(HostNetworkError) -> Int32 {
    var namespaces = raw
    let descriptor = vmrun_socket_in(&namespaces, domain, type)
    guard descriptor >= 0 else {
      throw HostNetworkError(.failed, "cannot make a socket in the namespace: \(String(cString: strerror(errno)))")
    }
    return descriptor
  }

  var raw: vmrun_namespaces { vmrun_namespaces(user: user, net: net) }
}
