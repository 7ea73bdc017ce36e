// swift-tools-version: 6.2
import PackageDescription

// The arrows of the package graph point one way (see CONTRIBUTING.md). VMProfile, QEMU and JSON are
// pure: they import no C module and start no process, and the graph itself keeps it so.

// A warning must not stop whoever tries another compiler; in CI it must.
let warnings: [SwiftSetting] = Context.environment["CI"] == nil ? [] : [.treatAllWarnings(as: .error)]
let settings: [SwiftSetting] =
  warnings + [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
  ]

// Where the linker looks first; the Makefile has a reason to say (see there).
let linking: [LinkerSetting] = Context.environment["VMRUN_LINK_FOLDER"].map { [.unsafeFlags(["-L\($0)"])] } ?? []

let argumentParser = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")
let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
let subprocess = Target.Dependency.product(name: "Subprocess", package: "swift-subprocess")
let systemPackage = Target.Dependency.product(name: "SystemPackage", package: "swift-system")

func library(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
  .target(name: name, dependencies: dependencies, swiftSettings: settings)
}

func tests(
  _ name: String, _ dependencies: [Target.Dependency], resources: [Resource]? = nil, exclude: [String] = []
) -> Target {
  .testTarget(name: name, dependencies: dependencies, exclude: exclude, resources: resources, swiftSettings: settings)
}

let package = Package(
  name: "vmrun",
  products: [
    .executable(name: "vmrun", targets: ["vmrun"]),
    .library(name: "VMRuntime", targets: ["VMRuntime", "VMProfile"]),
    .library(name: "QMP", targets: ["QMP", "JSON"]),
    .library(name: "QMPTestSupport", targets: ["QMPTestSupport", "JSON"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
    .package(url: "https://github.com/apple/swift-system", from: "1.5.0"),
    .package(url: "https://github.com/swiftlang/swift-docc-plugin", from: "1.5.0"),
    .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.2"),
  ],
  targets: [
    .systemLibrary(
      name: "CGLib", pkgConfig: "glib-2.0",
      providers: [.apt(["libglib2.0-dev"]), .yum(["glib2-devel"]), .brew(["glib"])]),
    .systemLibrary(
      name: "CLibEdit", pkgConfig: "libedit",
      providers: [.apt(["libedit-dev"]), .yum(["libedit-devel"]), .brew(["libedit"])]),
    .systemLibrary(
      name: "CYAML", pkgConfig: "yaml-0.1",
      providers: [.apt(["libyaml-dev"]), .yum(["libyaml-devel"]), .brew(["libyaml"])]),
    .target(name: "CLinux"),

    library("JSON"),
    library("Wording"),
    library("XML"),
    library("NetworkDiagram", ["Wording", "XML"]),
    library("YAML", ["CYAML", "JSON"]),
    library("VMProfile", ["JSON", "Wording", "YAML"]),
    library("QEMU", ["JSON", "VMProfile", "Wording"]),
    library("ProfileExchange", ["JSON", "QEMU", "VMProfile", "Wording", "XML", "YAML"]),

    library("GLib", ["CGLib", "CLinux", "XML"]),
    library("HostTool", [subprocess, systemPackage]),
    library("HostNetwork", ["CLinux", "GLib", "HostTool", "JSON", "VMProfile", "Wording"]),
    library("QMP", ["GLib", "JSON", "Wording"]),
    library("QMPTestSupport", ["GLib", "JSON"]),
    library("DiskImage", ["GLib", "HostTool", "JSON", "VMProfile", "Wording", "YAML"]),
    library(
      "VMRuntime",
      [
        "CLinux", "DiskImage", "GLib", "HostNetwork", "HostTool", "JSON", "ProfileExchange", "QEMU", "QMP",
        "VMProfile", "Wording", "XML",
        logging,
      ]),
    library("MonitorShell", ["CLibEdit", "GLib", "JSON", "QMP", "VMProfile", "VMRuntime", "Wording"]),
    .executableTarget(
      name: "vmrun",
      dependencies: [
        "DiskImage", "GLib", "HostTool", "JSON", "MonitorShell", "NetworkDiagram", "ProfileExchange", "QEMU", "QMP",
        "VMProfile", "VMRuntime",
        "Wording", "YAML",
        argumentParser,
      ],
      swiftSettings: settings, linkerSettings: linking),

    .executableTarget(
      name: "qmp-bench", dependencies: ["GLib", "JSON", "QMP"], path: "Tests/Benchmarks/qmp-bench",
      swiftSettings: settings),

    .target(name: "TestSupport", dependencies: ["JSON"], path: "Tests/TestSupport", swiftSettings: settings),
    tests("DiskImageTests", ["DiskImage", "GLib", "HostTool", "JSON", "VMProfile", "YAML"]),
    tests("GLibTests", ["GLib"]),
    tests("HostNetworkTests", ["HostNetwork", "HostTool", "JSON", "VMProfile"]),
    tests("HostToolTests", ["HostTool"]),
    tests("IntegrationTests", ["vmrun"], exclude: ["Support/image-server.py"]),
    tests("JSONTests", ["JSON", "TestSupport"]),
    tests("MonitorShellTests", ["GLib", "JSON", "MonitorShell", "QMP", "QMPTestSupport", "VMRuntime"]),
    tests("NetworkDiagramTests", ["NetworkDiagram", "XML"], resources: [.copy("Golden")]),
    tests(
      "ProfileExchangeTests", ["GLib", "JSON", "ProfileExchange", "QEMU", "VMProfile", "XML", "YAML"],
      resources: [.copy("Exports"), .copy("Golden")]),
    tests("QEMUTests", ["JSON", "QEMU", "VMProfile"], resources: [.copy("Fixtures"), .copy("Golden")]),
    tests("QMPTests", ["GLib", "JSON", "QMP", "QMPTestSupport", "TestSupport"], resources: [.copy("Sessions")]),
    tests("VMProfileTests", ["JSON", "VMProfile", "YAML"]),
    tests("WordingTests", ["Wording"]),
    tests("YAMLTests", ["YAML"]),
    tests("VMRuntimeTests", ["GLib", "JSON", "QEMU", "VMProfile", "VMRuntime"]),
  ]
)
