package import QEMU
package import VMProfile

/// A machine with all that another program must know to run it: nothing left to choose, and nothing of vmrun's own.
package struct ExportedMachine: Sendable {
  /// The image below the machine's disk.
  package struct Image: Sendable {
    /// Absolute.
    package var path: String
    package var format: String

    package init(path: String, format: String) {
      self.path = path
      self.format = format
    }
  }

  /// The texts of the cloud-init seed.
  package struct Seed: Sendable {
    package var metaData: String
    package var userData: String
    package var networkConfig: String

    package init(metaData: String, userData: String, networkConfig: String) {
      self.metaData = metaData
      self.userData = userData
      self.networkConfig = networkConfig
    }
  }

  package var profile: Profile
  /// Its paths are those of the program that it is exported to.
  package var machine: ResolvedMachine
  package var image: Image?
  package var seed: Seed?
  /// The private half of the key that the guest lets in.
  package var sshKey: String

  package init(profile: Profile, machine: ResolvedMachine, image: Image?, seed: Seed?, sshKey: String) {
    self.profile = profile
    self.machine = machine
    self.image = image
    self.seed = seed
    self.sshKey = sshKey
  }

  /// The first forward to the guest's SSH server.
  var sshForward: PortForward? {
    machine.nics.lazy.flatMap(\.attachment.forwards).first { $0.guestPort == 22 && $0.transport == .tcp }
  }
}

/// A machine in another program's words.
package struct ExportedText: Sendable, Equatable {
  package var text: String
  /// What the other program does not have, and what is left for a person to do.
  package var notes: [String]
}

/// The program that a machine is exported to.
package enum ExportKind: String, Sendable, CaseIterable {
  case shell
  case libvirt
  case kubevirt
}
