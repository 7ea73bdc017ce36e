internal import GLib
internal import Glibc
internal import HostTool
internal import VMProfile

/// One run of a recipe's script. Its owner holds the image's build lock.
struct ImageBuild: Sendable {
  static let stagingPrefix = StagedFolder.prefix

  let store: ImageStore
  let recipe: Recipe
  let arch: Architecture
  let target: Recipe.Target
  let cache: String
  let limits: BuildLimits

  private var folder: String { "\(store.root)/\(recipe.name)" }
  private var log: String { "\(folder)/build.log" }
  private var processFile: String { store.processFile(recipe.name) }

  /// Makes the image and puts it into place as a version.
  func run(as version: String, progress: @escaping @Sendable (String) -> Void) async throws(DiskImageError) {
    try Durable.folder { () throws(GLibError) in try PrivateDirectory.ensure(cache) }
    let staging = try Durable.folder { () throws(GLibError) in
      try Folder.temporary(prefix: "\(folder)/\(Self.stagingPrefix)\(getpid())-")
    }
    do throws(DiskImageError) {
      try await runScript(into: staging, progress: progress)
      try await check(staging, version)
      try StagedFolder.seal(staging) { name in failed("its script left \(name), which is not a file") }
      guard !Task.isCancelled else { throw DiskImageError.tool(.cancelled(tool: "build")) }
      try Durable.rename(staging, to: "\(store.folder(recipe.name, arch))/\(version)")
    } catch {
      try? Folder.remove(staging)
      throw error
    }
  }

  private func runScript(
    into staging: String, progress: @escaping @Sendable (String) -> Void
  ) async throws(DiskImageError) {
    guard access(recipe.script, X_OK) == 0 else {
      throw .file("the recipe's script \(recipe.script) cannot be run: it is missing or not executable")
    }
    let processFile = processFile
    defer { unlink(processFile) }
    let output: HostTool.Output
    do throws(HostToolError) {
      output = try await HostTool.stream(
        recipe.script, [staging], environment: environment, workingDirectory: recipe.folder, timeout: limits.script,
        logFile: log, onStart: { ProcessRecord(process: $0)?.write(to: processFile) }
      ) { line in
        if line.hasPrefix("==> ") { progress(String(line.dropFirst(4))) }
      }
    } catch {
      if case .timedOut(_, let duration, _) = error {
        throw failed("it was not done after \(duration.components.seconds) s and was ended")
      }
      throw .tool(error)
    }
    guard !output.status.isSuccess else { return }
    let lines = HostTool.lastLines(of: output.standardError, count: 8)
    if output.status == .exited(69) {
      throw .hostLacks(name: recipe.name, message: HostTool.lastLines(of: lines, count: 1))
    }
    if lines.contains("No space left on device") {
      throw .noSpace(folder: store.root, message: HostTool.lastLines(of: lines, count: 1))
    }
    throw failed("its script failed with \(output.status)", lines)
  }

  func failed(_ reason: String, _ lines: String = "") -> DiskImageError {
    .buildFailed(name: recipe.name, reason: reason, log: log, lines: lines)
  }

  private var environment: [String: String] {
    [
      "PATH": HostTool.searchFolders.joined(separator: ":"), "VMRUN_ARCH": arch.rawValue,
      "VMRUN_DEBIAN_ARCH": target.debian, "VMRUN_KERNEL_PACKAGE": target.kernel, "VMRUN_CONSOLE": target.console,
      "VMRUN_PACKAGES": recipe.packages.joined(separator: " "), "VMRUN_MODULES": recipe.modules.joined(separator: " "),
      "VMRUN_SIZE": recipe.size, "VMRUN_CACHE": cache, "VMRUN_IMAGE": recipe.name,
      "VMRUN_RELEASE": recipe.release ?? "", "VMRUN_USER": recipe.user ?? "",
    ]
  }
}
