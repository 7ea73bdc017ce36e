internal import ArgumentParser
internal import VMRuntime

/// A profile that a verb looks at.
struct ProfileNameArgument: ParsableArguments {
  @Argument(help: "A profile's name, or the path of its file.", completion: .custom { _, _, _ in LiveNames.profiles })
  var name: String
}

extension LiveNames {
  static var profiles: [String] { VMHost().profileNames() + VMHost().sourcedProfileNames() }
}
