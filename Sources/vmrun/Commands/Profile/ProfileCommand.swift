internal import ArgumentParser

struct ProfileCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "profile", abstract: "List, show, write and check profiles.",
    discussion: """
      A profile may extend others ('extends: base'), and NAME.local.yml beside NAME.yml is your own layer over it, which \
      git leaves alone: mappings are joined, lists and single values replace, a key without a value removes.

      'vmrun profile add git@host:team/vms.git' makes a team's profiles startable as 'team/web'. What such a profile \
      reaches of this host must be allowed once: 'vmrun profile trust team/web'.
      """,
    subcommands: [
      ProfileList.self, ProfileShow.self, ProfileCheck.self, ProfileNew.self, ProfileEdit.self, ProfileDiff.self,
      ProfileLockCommand.self, ProfileAdd.self, ProfileUpdate.self, ProfileRemove.self, ProfileTrust.self,
      ProfileImport.self, ProfileExport.self, ProfileSchemaCommand.self,
    ])
}
