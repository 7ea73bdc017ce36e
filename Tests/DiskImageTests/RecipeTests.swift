import HostTool
import Testing
import VMProfile

@testable import DiskImage

@Suite struct RecipeTests {
  let sandbox: Sandbox

  init() throws { sandbox = try Sandbox() }

  @Test func `a recipe is read`() throws {
    try sandbox.write(
      """
      description: Small
      release: bookworm
      user: root
      arches:
        x86_64: {debian: amd64, kernel: linux-image-amd64, console: ttyS0}
        aarch64: {debian: arm64, kernel: linux-image-arm64, console: ttyAMA0}
      packages: [busybox-static, dropbear-bin]
      size: 256M
      modules:
        - virtio_pci
        - 9p
      tools:
        mke2fs: e2fsprogs

      """, "Images/tiny/recipe.yml")
    let recipe = try #require(try Recipe.find("tiny", in: ["/nonexistent", sandbox("Images")]))
    #expect(recipe.description == "Small")
    #expect(recipe.user == "root")
    #expect(recipe.release == "bookworm")
    #expect(recipe.architectures == [.x86_64, .aarch64])
    #expect(recipe.targets[.aarch64]?.console == "ttyAMA0")
    #expect(recipe.packages == ["busybox-static", "dropbear-bin"])
    #expect(recipe.modules == ["virtio_pci", "9p"])
    #expect(recipe.size == "256M")
    #expect(recipe.tools == ["mke2fs": "e2fsprogs"])
    #expect(try Recipe.find("other", in: [sandbox("Images")]) == nil)
    #expect(Recipe.names(in: [sandbox("Images")]) == ["tiny"])
  }

  @Test(arguments: [
    ("arches: [", "2:1: "), ("", "1:1: the recipe is empty"), ("- a\n", "1:1: the recipe must be a mapping"),
    ("description: x\n", "1:1: 'arches' is missing: name at least one"),
    ("description: x\npakages: []\n", "2:1: unknown key 'pakages' in the recipe: did you mean 'packages'?"),
    ("arches: {arm: {}}\n", "1:10: unknown key 'arm' in arches"),
    ("arches:\n  x86_64: {debian: amd64}\n", "2:11: 'kernel' is missing in arches.x86_64"),
    ("arches: {}\npackages: [a b]\n", "2:12: each of packages must be one word, not 'a b'"),
    ("size: 256MB\n", "1:7: size must be a number with K, M, G or T, such as 256M, not '256MB'"),
    ("release: -x\n", "1:10: release must be one word, not '-x'"),
    ("size: 1M\nsize: 2M\n", "2:1: the key 'size' occurs twice"),
  ])
  func `a mistake is told with its place`(text: String, message: String) throws {
    let path = try sandbox.write(text, "Images/x/recipe.yml")
    do {
      _ = try Recipe(folder: sandbox("Images/x"))
      Issue.record("it was taken")
    } catch {
      #expect(error.description.hasPrefix("\(path):"))
      #expect(error.description.contains(message), "\(error)")
    }
  }

  @Test func `the nearest Images folder counts, then the user's, then the installed one`() throws {
    _ = try sandbox.folder("a/Images")
    _ = try sandbox.folder("Images")
    let deep = try sandbox.folder("a/b/c")
    #expect(
      Recipe.searchFolders(from: deep, config: "/c", share: "/usr/share/vmrun")
        == [sandbox("a/Images"), "/c/vmrun/Images", "/usr/share/vmrun/Images"])
  }

  @Test(arguments: ["../etc", "", ".hidden", "a/b", "-x", "a\nb"])
  func `a name that would lead elsewhere is refused`(name: String) async {
    #expect(await diskError { try Recipe.find(name, in: [sandbox("Images")]) } == .invalidImageName(name))
    #expect(
      await diskError { try ImageStore(root: sandbox("store")).lookup(name, .x86_64) } == .invalidImageName(name))
  }

  @Test func `any change in the folder makes another version`() throws {
    let text = "arches: {x86_64: {debian: amd64, kernel: k, console: ttyS0}}\n"
    try sandbox.write(text, "Images/x/recipe.yml")
    try sandbox.write("#!/bin/sh\n", "Images/x/build", mode: 0o755)
    let recipe = try Recipe(folder: sandbox("Images/x"))
    let first = try recipe.version(.x86_64)
    #expect(first.count == 12)
    #expect(try recipe.version(.x86_64) == first)
    #expect(try recipe.version(.aarch64) != first)
    try sandbox.write("hello", "Images/x/root/etc/motd")
    let second = try recipe.version(.x86_64)
    #expect(second != first)
    try sandbox.write("hello", "Images/x/root/etc/motd", mode: 0o755)
    let third = try recipe.version(.x86_64)
    #expect(third != second)
    // What recipes share, and not what another one has.
    try sandbox.write("hello", "Images/y/build")
    #expect(try recipe.version(.x86_64) == third)
    try sandbox.write("hello", "Images/shared/build")
    #expect(try recipe.version(.x86_64) != third)
  }
}
