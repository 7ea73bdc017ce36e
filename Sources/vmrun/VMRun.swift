import ArgumentParser

@main
struct VMRun: AsyncParsableCommand {}
