internal import CLinux
internal import GLib
internal import Glibc
internal import HostNetwork

extension VMHost {
  /// Connects to a port where the networks are, and hands the connection to whoever reads standard output: ssh(1) with
  /// ProxyUseFdpass.
  package func handOverConnection(to address: String, port: Int) async throws(RuntimeError) {
    var name = sockaddr_in()
    name.sin_family = sa_family_t(AF_INET)
    guard inet_pton(AF_INET, address, &name.sin_addr) == 1, let number = UInt16(exactly: port) else {
      throw RuntimeError(.usage, "'\(address)' \(port) is not an address and a port")
    }
    name.sin_port = number.bigEndian
    let descriptor: Int32
    do {
      let namespaces = try networks.realm.namespaces()
      let kind = Int32(SOCK_STREAM.rawValue)
      descriptor = try namespaces.map { try $0.socket(AF_INET, kind) } ?? socket(AF_INET, kind, 0)
    } catch {
      throw RuntimeError(anyError: error) ?? RuntimeError(.failed, "\(error)")
    }
    let result = withUnsafePointer(to: &name) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    guard result == 0 else {
      throw RuntimeError(.failed, "cannot connect to \(address) port \(port): \(String(cString: strerror(errno)))")
    }
    guard vmrun_send_descriptor(STDOUT_FILENO, descriptor) == 0 else {
      throw RuntimeError(.usage, "standard output takes no connection: this command is for ssh's ProxyUseFdpass")
    }
  }

  package func confirmUplink(_ name: String) async throws(RuntimeError) {
    do { try await networks.confirm("\(try networkName(name))") } catch {
      throw RuntimeError(anyError: error) ?? RuntimeError(.failed, "\(error)")
    }
  }

  package func revertUplink(_ name: String) async throws(RuntimeError) {
    do { try await networks.revertUnlessConfirmed("\(try networkName(name))") } catch {
      throw RuntimeError(anyError: error) ?? RuntimeError(.failed, "\(error)")
    }
  }
}
