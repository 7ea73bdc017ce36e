internal import VMRuntime

/// The shell's own commands; all others are QEMU's.
enum ShellVerb: String, CaseIterable, Sendable {
  case help, state, nic, forward, block, pci, migrate
  case hmp, qmp, mode
  case events, wait
  case source, record, replay
  case quit, exit

  var usage: String {
    switch self {
    case .help: "help [COMMAND [KEY=VALUE…]]"
    case .state: "state"
    case .nic: "nic list|add|remove|link|capture …"
    case .forward: "forward list|add|remove …"
    case .block: "block"
    case .pci: "pci"
    case .migrate: "migrate [status]"
    case .hmp: "hmp LINE"
    case .qmp: "qmp COMMAND [KEY=VALUE…]"
    case .mode: "mode qmp|hmp"
    case .events: "events [on|off|only PATTERN…]"
    case .wait: EventWait.usage
    case .source: "source FILE"
    case .record: "record FILE|stop"
    case .replay: "replay FILE"
    case .quit: "quit"
    case .exit: "exit"
    }
  }

  /// More than fits an overview.
  var details: String? {
    switch self {
    case .nic:
      """
      nic list                       cards, with addresses seen and traffic where it is counted
      nic add CARD [--persist]       CARD is \(NICRequest.grammar)
      nic remove ID [timeout 15s]    waits for the guest to let go of it
      nic link ID up|down            plugs the virtual cable in or out
      nic capture ID FILE|--stop     writes all that goes through to a pcap file
      """
    case .forward:
      """
      forward list
      forward add PORTS [nic=ID]     PORTS is [host-ip:]host-port:guest-port[/udp], or ssh
      forward remove PORT [nic=ID]   connections that exist go on
      """
    case .wait:
      """
      The event may have come since the previous command; EVENT may have * and ?. Without a timeout
      a script waits as long as for any command (--timeout), and a person a day.
      wait DEVICE_DELETED where device=nic1 timeout 10s
      """
    case .events: "PATTERN may have * and ?: events only DEVICE_* STOP"
    case .record: "Lines begin with > (a command), < (its result), ! (its failure) or * (an event)."
    default: nil
    }
  }

  var summary: String {
    switch self {
    case .help: "what there is, or all about one command"
    case .state: "status, accelerator, memory, CPUs"
    case .nic: "network cards: show, plug, unplug (help nic says how)"
    case .forward: "ports of the host that lead into the guest"
    case .block: "disks, their files and how much they read and wrote"
    case .pci: "PCI devices as a tree, with the ports that are free"
    case .migrate: "how a migration goes; with arguments it is QEMU's command"
    case .hmp: "a line for QEMU's other monitor, for people"
    case .qmp: "a command of QEMU's, also where the shell has one of that name"
    case .mode: "whether lines are QMP or HMP"
    case .events: "which events are shown"
    case .wait: "wait for an event, also one since the previous command"
    case .source: "run the lines of a file"
    case .record: "write commands, answers and events to a file"
    case .replay: "run a recording's commands again and compare"
    case .quit: "leave the shell; the machine goes on"
    case .exit: "the same as quit"
    }
  }
}
