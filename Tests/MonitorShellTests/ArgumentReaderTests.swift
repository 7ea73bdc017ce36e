internal import JSON
internal import QMP
internal import Testing

@testable internal import MonitorShell

@Suite struct ArgumentReaderTests {
  private let schema: QMPSchema

  init() throws { schema = try Schema.make() }

  /// The arguments of a line as they would be sent.
  private func arguments(_ line: String) throws -> String {
    let words = InputLexer(line).words
    let type = schema.commands[words[0].text]?.arguments
    let members = try ArgumentTree.build(Array(words.dropFirst()))
    return JSONValue.object(try ArgumentReader().object(members, type)).compact
  }

  @Test(arguments: [
    ("device_add driver=e1000 id=5", #"{"driver":"e1000","id":"5"}"#),
    ("device_add driver=e1000 id=true bus=null", #"{"driver":"e1000","id":"true","bus":"null"}"#),
    (#"human-monitor-command command-line="info status""#, #"{"command-line":"info status"}"#),
    ("human-monitor-command command-line=x cpu-index=0x1f", #"{"command-line":"x","cpu-index":31}"#),
    ("object-add qom-type=r id=m size=4G share=on", #"{"qom-type":"r","id":"m","size":4294967296,"share":true}"#),
    ("object-add qom-type=r id=m size=1.5M", #"{"qom-type":"r","id":"m","size":1572864}"#),
    ("numbers int=-9223372036854775808", #"{"int":-9223372036854775808}"#),
    ("numbers int=18446744073709551615", #"{"int":18446744073709551615}"#),
    ("numbers float=1.5", #"{"float":1.5}"#),
    ("numbers float=2", #"{"float":2}"#),
    ("numbers float=-1e3", #"{"float":-1000.0}"#),
    ("numbers null=null", #"{"null":null}"#),
    ("numbers ints=[1, 2,3] words=[1,true,'x']", #"{"ints":[1,2,3],"words":["1","true","'x'"]}"#),
    ("numbers ints.0=1 ints.1=2", #"{"ints":[1,2]}"#),
    (#"numbers words=["a,b", c]"#, #"{"words":["a,b","c"]}"#),
    ("numbers ints=[]", #"{"ints":[]}"#),
    ("netdev_add id=5 type=user restrict=off", #"{"id":"5","type":"user","restrict":false}"#),
    ("netdev_add restrict=off id=n type=user", #"{"restrict":false,"id":"n","type":"user"}"#),
    ("netdev_add id=n type=user hostfwd.0.str=tcp::1-:2", #"{"id":"n","type":"user","hostfwd":[{"str":"tcp::1-:2"}]}"#),
    (#"netdev_add id=n type=user hostfwd=[{"str":"a"}]"#, #"{"id":"n","type":"user","hostfwd":[{"str":"a"}]}"#),
    ("blockdev-add driver=qcow2 file=f backing=null", #"{"driver":"qcow2","file":"f","backing":null}"#),
    ("blockdev-add driver=qcow2 file=f backing='null'", #"{"driver":"qcow2","file":"f","backing":"null"}"#),
    (
      "blockdev-add driver=qcow2 file.driver=file file.filename='/a b'",
      #"{"driver":"qcow2","file":{"driver":"file","filename":"/a b"}}"#
    ),
    ("qom-set path=/a property=b value=on", #"{"path":"/a","property":"b","value":"on"}"#),
    ("qom-set path=/a property=b value=true", #"{"path":"/a","property":"b","value":true}"#),
    ("qom-set path=/a property=b value=1.5", #"{"path":"/a","property":"b","value":1.5}"#),
    ("qom-set path=/a property=b value='1'", #"{"path":"/a","property":"b","value":"1"}"#),
    (#"qom-set path=/a property=b value={"c":[1]}"#, #"{"path":"/a","property":"b","value":{"c":[1]}}"#),
    ("qom-set path=/a property=b value.x=1 value.y.0=z", #"{"path":"/a","property":"b","value":{"x":1,"y":["z"]}}"#),
    ("unknown id=5 a=on b=x", #"{"id":5,"a":"on","b":"x"}"#),
  ])
  func `the schema gives what is typed its type`(line: String, json: String) throws {
    #expect(try arguments(line) == json)
  }

  @Test(arguments: [
    ("numbers int=abc", "'int' takes a whole number, such as 42, 0x2a or 4G; 'abc' is none"),
    ("numbers int=1.5", "'int' takes a whole number, such as 42, 0x2a or 4G; '1.5' is none"),
    (
      "numbers int=99999999999999999999",
      "'int' takes a whole number, such as 42, 0x2a or 4G; '99999999999999999999' is none"
    ),
    ("numbers float=nan", "'float' takes a number, such as 42 or 1.5; 'nan' is none"),
    ("numbers ints=1", "'ints' is a list: write ints=[a,b], or ints.0=a ints.1=b"),
    ("numbers ints.1=5", "the list 'ints' has no element 0: elements are numbered from 0 without gaps"),
    ("numbers ints.a=5", "'ints' is a list: write ints.0=… instead of ints.a=…"),
    ("set_link name=a up=maybe", "'up' takes on or off; 'maybe' is neither"),
    ("set_link name=a name=b", "'name' is given twice"),
    ("set_link name.x=a", "'name' takes string and has no members such as 'name.x'"),
    ("set_link name", "'name' is not an argument: arguments are written key=value"),
    ("set_link a..b=1", "'a..b' is not a name: a part of it is empty"),
    (
      #"qom-set path=/ property=x value={"a"}"#, "the value of 'value' is not JSON at byte 4: expected ':' after a name"
    ),
  ])
  func `a value that can't have its type is named`(line: String, message: String) throws {
    let error = #expect(throws: ShellError.self) { try arguments(line) }
    if line.contains("{") {
      #expect(error?.message.hasPrefix("the value of 'value' is not JSON at byte") == true)
    } else {
      #expect(error?.message == message)
    }
  }
}
