internal import HostTool
internal import QEMU

/// Asks a QEMU binary what it offers.
struct CapabilitiesProbe {
  let path: String

  /// Runs QEMU once for each topic, side by side; none of these runs starts a machine.
  ///
  /// - Throws: `RuntimeError` of kind `unavailable` when it is no QEMU, too old, or does not start.
  func run() async throws(RuntimeError) -> QEMUCapabilities {
    let path = path
    let answers = await withTaskGroup(of: (QEMUHelpTopic, Result<HostTool.Output, HostToolError>).self) { group in
      for topic in QEMUHelpTopic.allCases {
        group.addTask {
          do throws(HostToolError) {
            return (topic, .success(try await HostTool.run(path, topic.arguments, timeout: .seconds(20))))
          } catch {
            return (topic, .failure(error))
          }
        }
      }
      return await group.reduce(into: [:]) { $0[$1.0] = $1.1 }
    }
    var texts: [QEMUHelpTopic: String] = [:]
    for (topic, answer) in answers {
      switch answer {
      case .success(let output): texts[topic] = output.standardOutput
      case .failure(let error): throw RuntimeError(.unavailable, "cannot ask \(path) what it offers: \(error)")
      }
    }
    do {
      let capabilities = try QEMUCapabilities(texts: texts)
      if let refusal = capabilities.version.refusal { throw RuntimeError(.unavailable, "\(path): \(refusal)") }
      return capabilities
    } catch let error as QEMUError {
      throw RuntimeError(.unavailable, "\(path): \(error)")
    } catch {
      throw RuntimeError(anyError: error) ?? RuntimeError(.unavailable, "\(path): \(error)")
    }
  }
}
