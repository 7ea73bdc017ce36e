internal import JSON

extension ProfileSchema {
  static let cloudInit = KeySchema(
    name: "cloud_init", documentation: cloudInitSetup.documentation,
    expectation: "a mapping such as {packages: [nginx]}", json: ["$ref": "#/$defs/cloud_init"],
    synonyms: ["cloud-init", "cloudinit", "cloud_config", "cloud-config"])

  static let cloudUserName = ScalarKey(
    "name", .userName, isRequired: true, synonyms: ["user", "login"], documentation: "The user's log-in name.")
  static let cloudUserGroups = ScalarKey(
    "groups", .groupName, isList: true, synonyms: ["group"],
    documentation: "Further groups of the user, one or a list; missing ones are made.")
  static let cloudUserSudo = ScalarKey(
    "sudo", .sudoRule, defaultValue: .string(CloudInitUser.anything),
    documentation: "What the user may do as root: a rule of sudoers(5) without the name, or false for nothing.")
  static let cloudUserShell = ScalarKey(
    "shell", .guestFile, defaultValue: .string(CloudInitUser.standardShell), documentation: "The user's log-in shell.")

  static let cloudUser = KeySchema(
    name: "user",
    documentation: "A user that is made in the guest, without a password: a name, or a mapping. 'vmrun ssh' logs in as "
      + "this user unless 'ssh' names another.",
    expectation: "a name, or a mapping such as {name: ops, groups: [adm]}",
    json: ["oneOf": [.object(ScalarType<String>.userName.json), ["$ref": "#/$defs/cloud_user"]]], synonyms: ["users"])
  static let cloudKeys = ScalarKey(
    "ssh_authorized_keys", ScalarType<AuthorizedKey>.text(AuthorizedKey.expectation, pattern: AuthorizedKey.pattern),
    isList: true, synonyms: ["ssh-authorized-keys", "authorized_keys", "keys", "ssh_keys"],
    documentation:
      "Who may log in beside vmrun's own key, one or a list: public keys, or paths of .pub files, relative to "
      + "this file.")
  static let cloudPackages = ScalarKey(
    "packages", .packageName, isList: true, synonyms: ["package"],
    documentation: "Packages of the guest's distribution to install, one or a list; what is there stays as it is.")
  static let cloudFiles = KeySchema(
    name: "write_files", documentation: "Files that are written in the guest.",
    expectation: "a list such as [{path: /etc/motd, content: Hello}]",
    json: ["type": "array", "maxItems": .integer(Int64(maximumItems)), "items": ["$ref": "#/$defs/write_file"]],
    synonyms: ["write-files", "files"])
  static let cloudCommands = KeySchema(
    name: "runcmd",
    documentation: "Commands that run once, at the end of the first boot, as one shell script: lines for the shell, or "
      + "lists of a program and its arguments. As always with cloud-init the status of the last one counts: begin with "
      + "'set -e' to stop at the first that fails.",
    expectation: "a list of commands such as [systemctl restart nginx]",
    json: [
      "type": "array", "maxItems": .integer(Int64(maximumItems)),
      "items": ["oneOf": [["type": "string"], ["type": "array", "items": ["type": ["string", "integer"]]]]],
    ], synonyms: ["run_cmd", "commands", "run"])
  static let cloudNetwork = KeySchema(
    name: "network",
    documentation: "A network-config of version 2, in place of the one that vmrun writes for the cards.",
    expectation: "a network-config of version 2 such as {ethernets: {eth0: {dhcp4: true}}}",
    json: ["type": "object"], synonyms: ["network-config", "network_config"])
  static let cloudUserData = ScalarKey(
    "user_data", ScalarType<HostPath>.text(HostPath.expectation, pattern: HostPath.pattern),
    synonyms: ["user-data", "userdata"],
    documentation: "The team's own user-data, a file within the folder of this one: #cloud-config, a script, or a MIME "
      + "archive. Both apply: lists are joined, and of two single values vmrun's holds.")

  static let filePath = ScalarKey(
    "path", .guestFile, isRequired: true, synonyms: ["file", "name"], documentation: "Where the file is in the guest.")
  static let fileContent = ScalarKey(
    "content", .anyText, synonyms: ["contents", "text"], documentation: "The text that is in the file.")
  static let fileSource = ScalarKey(
    "source", ScalarType<HostPath>.text(HostPath.expectation, pattern: HostPath.pattern), synonyms: ["from"],
    documentation: "A file of the host, within the folder of this one, whose content is taken.")
  static let filePermissions = ScalarKey(
    "permissions", .permissions, defaultValue: "0644", synonyms: ["mode"],
    documentation: "The file's permissions in octal.")
  static let fileOwner = ScalarKey(
    "owner", .owner, defaultValue: "root:root",
    documentation: "The file's owner, and with a ':' its group.")

  /// As many files or commands as anybody writes down.
  static let maximumItems = 256

  static let cloudInitUser = MappingSchema(
    place: "'user'", documentation: "A user that is made in the guest.",
    keys: [cloudUserName.schema, cloudUserGroups.schema, cloudUserSudo.schema, cloudUserShell.schema],
    notes: ["passwd": "a password would stand in the seed and in git: use 'ssh_authorized_keys'"])
  static let cloudInitFile = MappingSchema(
    place: "an entry of 'write_files'", documentation: "A file that is written in the guest.",
    keys: [
      filePath.schema, fileContent.schema, fileSource.schema, filePermissions.schema, fileOwner.schema,
    ],
    alternatives: ["content", "source"],
    notes: ["encoding": "leave 'encoding' out: write 'content' as it is, or name a file with 'source'"])
  static let cloudInitSetup = MappingSchema(
    place: "'cloud_init'",
    documentation: "How the guest is set up at its first boot, by cloud-init. What is left out of it vmrun still tells "
      + "every guest: its name, its addresses, your key and its own host key.",
    keys: [
      cloudUser, cloudKeys.schema, cloudPackages.schema, cloudFiles, cloudCommands, cloudNetwork,
      cloudUserData.schema,
    ])
}
