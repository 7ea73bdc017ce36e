extension Compiler {
  /// Console, monitors and the journal of events.
  mutating func addCharacterDevices() {
    addListener(
      id: "console", path: machine.paths.console,
      extra: ",logfile=\(machine.paths.consoleLog.commasDoubled),logappend=off")
    add("-serial", "chardev:console")

    for (index, path) in machine.paths.monitors.enumerated() {
      addListener(id: "qmp\(index)", path: path)
      add("-mon", "chardev=qmp\(index),mode=control")
    }

    // A monitor that reads its one command from a file and writes every event to another: it misses nothing
    // while nobody is connected, and needs no process to stay.
    add("-chardev", "pipe,id=journal,path=\(machine.paths.journal.commasDoubled)")
    add("-mon", "chardev=journal,mode=control")
  }
}
