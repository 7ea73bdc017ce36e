package import VMProfile

/// How an image is made: the folder `Images/NAME` with `recipe.yml` and the script `build`.
package struct Recipe: Sendable, Equatable {
  /// What differs between processor architectures.
  package struct Target: Sendable, Equatable {
    /// Debian's name of the architecture.
    package var debian: String
    /// The Debian package that brings the kernel.
    package var kernel: String
    /// The serial console: `ttyS0`.
    package var console: String
  }

  package var name: String
  /// Absolute path.
  package var folder: String
  package var description: String
  package var targets: [Architecture: Target]
  /// The distribution's name of its release, such as `bookworm`; nil: whichever the host has.
  package var release: String?
  package var packages: [String]
  package var modules: [String]
  /// As the script takes it: `256M`.
  package var size: String
  package var user: String?
  /// Programs that the script needs on the host, and the Debian packages that bring them.
  package var tools: [String: String]

  package var script: String { "\(folder)/build" }

  /// What several recipes of one `Images/` use; need not exist.
  package var sharedFolder: String { "\(TemporaryName.folder(of: folder))/shared" }

  package var architectures: [Architecture] { Architecture.allCases.filter { targets[$0] != nil } }
}
