internal import VMProfile
internal import Wording

/// What a file of another program says about a machine, in vmrun's terms. Made by one of the readers, and written
/// as a profile.
package struct ImportedProfile: Sendable, Equatable {
  /// As the source calls the machine, whatever that is.
  package var name: String?
  /// What is not in the profile.
  package internal(set) var losses: [ImportLoss] = []
  /// What every machine of vmrun has without being told, as the source writes it; each once.
  package private(set) var own: [String] = []
  /// What is in it, and should be looked at, by key.
  private(set) var remarks: [String: [String]] = [:]

  var description: String?
  /// The disks in their order; the first is the profile's image.
  var disks: [ImportedDisk] = []
  var arch: Architecture?
  var machine: MachineType?
  var accelerator: AcceleratorChoice?
  var cpu: String?
  var smp: Int?
  var memory: ByteSize?
  var diskSize: ByteSize?
  /// Nil: the source leaves it to the program.
  var nics: [ImportedNIC]?
  var display: DisplayChoice?
  var isUEFI: Bool?
  var kernel: String?
  var initrd: String?
  var append: String?
  var cdrom: String?
  /// Where the CD stood, from 1; 0: nobody knows.
  var cdromLine = 0
  /// Whether the guest starts from the CD although it has a disk.
  var startsFromCD = false
  var shares: [ImportedShare] = []
  /// Words for QEMU that nothing else in a profile stands for.
  var qemuArguments: [String] = []

  init() {}

  mutating func remark(_ key: String, _ text: String) { remarks[key, default: []].append(SafeLine.of(text)) }

  mutating func lose(_ what: String, line: Int = 0, _ why: String, kind: ImportLoss.Kind = .lost) {
    losses.append(ImportLoss(line: line, what: what, why: why, kind: kind))
  }

  mutating func has(_ what: String) {
    let text = Excerpt.of(what)
    if !own.contains(text) { own.append(text) }
  }

  mutating func setMemory(_ bytes: UInt64?, _ what: String, line: Int) {
    let mebibyte: UInt64 = 1 << 20
    guard let bytes, bytes > 0, bytes <= UInt64(Int64.max) - mebibyte else {
      return lose(what, line: line, "it is no amount of memory that a machine can have")
    }
    let whole = (bytes + mebibyte - 1) / mebibyte * mebibyte
    memory = ByteSize(bytes: max(whole, 32 * mebibyte))
    if memory?.bytes != bytes { remark("memory", "the source has \(bytes) bytes: at least 32M, and whole ones") }
  }

  mutating func setCPUs(_ text: String, _ what: String, line: Int) {
    guard let count = Int(text), (1...255).contains(count) else {
      return lose(what, line: line, "a machine has 1 to 255 CPUs")
    }
    smp = count
  }

  mutating func setCPU(_ model: String, _ what: String, line: Int) {
    let isWord = model.utf8.count <= 64 && model.first?.isLetter == true || model.first?.isNumber == true
    guard isWord, model.unicodeScalars.allSatisfy({ $0.isASCII && ($0.properties.isAlphabetic || $0.isCPUMark) }) else {
      return lose(what, line: line, "it is no name of a CPU model")
    }
    cpu = model
  }

  mutating func setArchitecture(_ text: String, _ what: String, line: Int) throws(ExchangeError) {
    if let known = Architecture(rawValue: text) {
      arch = known
    } else if ["i386", "i486", "i586", "i686"].contains(text) {
      arch = .x86_64
      remark("arch", "the source has a 32-bit PC; every guest of one runs on x86_64, too")
    } else {
      let known = Suggestion.list(Architecture.allCases.map(\.rawValue))
      throw ExchangeError("\(what): vmrun has no such architecture: it knows \(known)")
    }
  }

  /// - Parameter text: QEMU's name, such as `pc-q35-8.2`.
  mutating func setMachine(_ text: String, _ what: String, line: Int) {
    switch text {
    case "q35",
      _ where text.hasPrefix("pc-q35-"):
      machine = .q35
    case "pc",
      _ where text.hasPrefix("pc-i440fx-"):
      machine = .pc
    case "microvm": machine = .microvm
    case "virt",
      _ where text.hasPrefix("virt-"):
      machine = .virt
    default: lose(what, line: line, "vmrun has the boards q35, pc, microvm and virt")
    }
  }
}

extension Unicode.Scalar {
  fileprivate var isCPUMark: Bool { ("0"..."9").contains(self) || self == "-" || self == "_" || self == "." }
}
