internal import ArgumentParser

struct ImageCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "image", abstract: "The images that machines start from: fetch, build, look, change.",
    discussion: """
      An image is kept once, and never changed: a machine's disk holds what it changed. A name comes from a catalogue \
      ('vmrun image pull debian-12'), from a recipe in Images/ ('vmrun image build tiny') or from a file of yours \
      ('vmrun image import disk.qcow2 --name mine'). What comes anew under a name is a new version of it; the old one \
      stays for now, and 'vmrun image use NAME@VERSION' goes back to it.
      """,
    subcommands: [
      ImageList.self, ImagePull.self, ImageImport.self, ImageBuild.self, ImageShow.self, ImageTree.self,
      ImageUse.self, ImageVerify.self, ImageResize.self, ImageCommit.self, ImageRebase.self, ImageFlatten.self,
      ImageDelete.self,
      ImagePrune.self,
    ])
}
