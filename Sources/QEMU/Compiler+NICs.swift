import JSON
import VMProfile

extension Compiler {
  mutating func addNICs() {
    for nic in machine.nics {
      let backend = nic.backendArguments(cableFolder: cableFolder)
      if let end = nic.openEnd {
        addNetwork(id: nic.netdevID, end, otherwise: backend)
      } else {
        add("-netdev", backend)
      }
      add("-device", nic.deviceArguments)
    }
  }

  /// Where the sockets of cards without a cable and of helpers are: the instance's private folder.
  var cableFolder: String {
    let console = machine.paths.console
    return console.utf8.lastIndex(of: UInt8(ascii: "/")).map { String(console[...$0]) } ?? ""
  }
}
