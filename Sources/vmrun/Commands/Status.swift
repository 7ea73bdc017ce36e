internal import ArgumentParser
internal import JSON
internal import MonitorShell
internal import VMRuntime

struct Status: AsyncParsableCommand {
  static let configuration = CommandConfiguration(commandName: "status", abstract: "Show all about one machine.")

  @OptionGroup var argument: NameArgument
  @OptionGroup var output: FormatOption

  func run() async throws {
    let host = VMHost()
    let machine = try argument.machine(host)
    let status = machine.hasInstance ? try await machine.liveStatus() : host.statusOfProfile(argument.name)
    try output.format.write(status.json) { Self.text(status) }
  }

  static func text(_ status: MachineStatus) -> String {
    var lines: [(String, String)] = [("name", status.name)]
    lines.append(("state", status.state.rawValue + (status.reason.map { " (\($0))" } ?? "")))
    if let profile = status.profile { lines.append(("profile", profile)) }
    if let accelerator = status.accelerator {
      let reason = status.acceleratorReason.flatMap { $0.isEmpty ? nil : " (\($0))" } ?? ""
      lines.append(("accelerator", Describe.accelerator(accelerator) + reason))
    }
    if let version = status.qemuVersion { lines.append(("QEMU", version)) }
    if let memory = status.memory, let smp = status.smp {
      lines.append(("memory", "\(Describe.bytes(memory)), \(smp) \(smp == 1 ? "CPU" : "CPUs")"))
    }
    if let pid = status.pid {
      lines.append(("pid", "\(pid)" + (status.uptime.map { ", up \(Describe.uptime($0))" } ?? "")))
    }
    for nic in status.nics {
      let notes = NetworkText.notes(nic)
      let address = nic.attachment == "network" ? nic.addresses?.first.map { ", \($0)" } ?? "" : ""
      let tail = address + (notes.isEmpty ? "" : ", " + notes)
      lines.append((nic.id, "\(nic.model) \(nic.mac) on \(nic.plug), link \(nic.link)\(tail)"))
    }
    for forward in status.forwards { lines.append(("forward", Describe.forward(forward))) }
    for disk in status.disks { lines.append((disk.name.map { "disk \($0)" } ?? "disk", Describe.disk(disk))) }
    let width = lines.map(\.0.count).max() ?? 0
    return lines.map { $0.0 + String(repeating: " ", count: width - $0.0.count + 2) + $0.1 }.joined(separator: "\n")
  }
}
