import Testing
import Wording

@Suite struct ColumnTableTests {
  @Test func `columns are aligned, the last one ends with its text`() {
    var table = ColumnTable(["NAME", "STATE", "NOTES"])
    table.append(["é-web", "running", ""])
    table.append(["db", "stopped", "none"])
    #expect(
      table.text { "[\($0)]" } == """
        [NAME   STATE    NOTES]
        é-web  running  
        db     stopped  none
        """)
  }

  @Test func `a cell cannot steer the terminal`() {
    var table = ColumnTable(["FILE"])
    table.append(["a\u{1B}[2J"])
    #expect(table.text() == "FILE\na\\u{1b}[2J")
  }
}
