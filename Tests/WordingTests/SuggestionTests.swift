import Testing
import Wording

@Suite struct SuggestionTests {
  private let keys = ["description", "image", "memory", "machine", "accelerator", "smp", "cpu", "disk"]

  @Test(arguments: [
    ("memroy", "memory"), ("Memory", "memory"), ("imgae", "image"), ("acelerator", "accelerator"),
    ("desc", "description"),
    ("machin", "machine"), ("cpus", "cpu"), ("dsk", "disk"), ("acc", "accelerator"),
  ])
  func `a slip of the fingers finds the word that was meant`(typed: String, meant: String) {
    #expect(Suggestion.nearest(to: typed, among: keys) == meant)
  }

  @Test(arguments: ["", "x", "zzz", "kernel", "m", "password", "i"])
  func `another word finds nothing`(typed: String) {
    #expect(Suggestion.nearest(to: typed, among: keys) == nil)
  }

  @Test func `a beginning that several words share finds none of them`() {
    #expect(Suggestion.nearest(to: "web", among: ["web-server-1", "web-server-2"]) == nil)
    #expect(Suggestion.nearest(to: "web", among: ["web-server-1", "database"]) == "web-server-1")
    #expect(Suggestion.nearest(to: "web", among: []) == nil)
  }

  @Test func `words are listed as people do`() {
    #expect(Suggestion.list(["auto", "kvm", "tcg"]) == "auto, kvm or tcg")
    #expect(Suggestion.list(["a", "b"], last: "and") == "a and b")
    #expect(Suggestion.list(["a"]) == "a")
    #expect(Suggestion.list([]) == "")
  }
}
