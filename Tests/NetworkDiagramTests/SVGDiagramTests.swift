import Foundation
import Testing
import XML

@testable import NetworkDiagram

#if canImport(FoundationXML)
  import FoundationXML
#endif

@Suite("A network as SVG")
struct SVGDiagramTests {
  private static let topologies = Samples.all.map(\.topology) + (0...45).map(Samples.many)

  @Test(arguments: topologies)
  func `is well-formed XML without script or anything from elsewhere`(topology: Topology) {
    let text = SVGDiagram(topology).text
    #expect(XMLParser(data: Data(text.utf8)).parse())
    #expect(!text.contains("<script") && !text.contains("href") && !text.contains("url("))
    #expect(text.count { $0 == "<" } == text.count { $0 == ">" })
  }

  @Test(arguments: topologies)
  func `nothing overlaps and nothing leaves the drawing`(topology: Topology) {
    let layout = SVGLayout(topology)
    let places = layout.boxes.map(\.place) + layout.lines.compactMap(\.labelPlace)
    for (index, place) in places.enumerated() {
      #expect(place.x >= 0 && place.y >= 0 && place.right <= layout.width && place.bottom <= layout.height)
      #expect(!places[(index + 1)...].contains { $0.overlaps(place) })
    }
    #expect(layout.boxes.count == 1 + topology.ports.count + topology.waysOut.count)
  }

  @Test(arguments: topologies)
  func `no line passes through a box or a label`(topology: Topology) {
    let layout = SVGLayout(topology)
    let places = layout.boxes.map(\.place) + layout.lines.compactMap(\.labelPlace)
    for line in layout.lines {
      for (from, to) in zip(line.points, line.points.dropFirst()) {
        let stretch = Rectangle(
          x: min(from.x, to.x), y: min(from.y, to.y), width: max(1, abs(to.x - from.x)),
          height: max(1, abs(to.y - from.y)))
        #expect(!places.contains { $0.overlaps(stretch) })
      }
    }
  }

  @Test(arguments: topologies)
  func `every text fits its box`(topology: Topology) {
    for box in SVGLayout(topology).boxes {
      #expect(SVGMetrics.boxWidth(box.lines) <= box.place.width)
      #expect(box.baseline(box.lines.count - 1) < box.place.bottom)
    }
  }

  @Test func `says in words what it shows`() {
    let text = SVGDiagram(Samples.lab).text
    #expect(text.contains("<title>Network lab (up)</title>"))
    #expect(text.contains("VM cirros, net0 virtio, 52:54:00:12:34:56, 10.16.0.5, on vmr0."))
  }

  @Test func `characters of XML are escaped, and those that it can't have are replaced`() {
    #expect(XMLText.escape("<a b=\"c\" d='e'>&amp;") == "&lt;a b=&quot;c&quot; d=&#39;e&#39;&gt;&amp;amp;")
    #expect(XMLText.escape("\u{0}\u{1B}\u{FFFF}é") == "\u{FFFD}\u{FFFD}\u{FFFD}é")
  }

  @Test func `a machine that doesn't run is dashed`() {
    let boxes = SVGLayout(Samples.office).boxes.filter(\.isFaint)
    #expect(boxes.map { $0.lines[0] } == ["VM database (stopped)"])
  }
}
