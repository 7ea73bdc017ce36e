public import VMProfile

extension MACAddress {
  /// The address of a card whose profile names none: the same at every start and in every release, and
  /// unlike that of other cards, machines, projects, users and hosts.
  ///
  /// It is the beginning of SHA-256 over `vmrun mac 1`, the machine id, the user id, the project's folder,
  /// the machine's name, the card's index and the number of earlier attempts, each written as a netstring
  /// (`5:hello,`) so that no two inputs read alike. Of the first octet two bits are set by rule (locally
  /// administered, unicast); 46 bits are left, and a collision takes millions of cards on one network. A
  /// cryptographic hash because machine-id(5) asks that the id never be seen on a network.
  ///
  /// - Parameters:
  ///   - index: the card's place in the profile, from 0.
  ///   - taken: addresses of the same machine's other cards, which the result avoids.
  public static func derived(
    from identity: HostIdentity, machine: VMName, index: Int, avoiding taken: Set<MACAddress> = []
  ) -> MACAddress {
    var attempt = 0
    while true {
      let fields = [
        "vmrun mac 1", identity.machineID, String(identity.userID), identity.project, machine.description,
        String(index), String(attempt),
      ]
      let message = fields.flatMap { field in Array("\(field.utf8.count):".utf8) + Array(field.utf8) + Array(",".utf8) }
      var octets = Array(SHA256.digest(of: message).prefix(6))
      octets[0] = octets[0] & 0b1111_1100 | 0b0000_0010
      if let address = MACAddress(octets: octets), !taken.contains(address) { return address }
      attempt += 1
    }
  }
}
