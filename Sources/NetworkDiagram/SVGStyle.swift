/// The style sheet of an SVG drawing.
///
/// Every rule is below the class of the drawing: where a page has the SVG inline, its style sheet is the page's.
/// Every text has a contrast of at least 4.5 to 1 with what is behind it, as WCAG 2.2 asks in 1.4.3.
enum SVGStyle {
  static let scope = "vmrun-network"

  static let sheet = """
    .SCOPE text { font: 13px ui-monospace, monospace; fill: #1f2933; }
    .SCOPE .title { font: bold 16px ui-monospace, monospace; }
    .SCOPE .heading { font-weight: bold; }
    .SCOPE .label { fill: #3e4c59; }
    .SCOPE .paper { fill: #ffffff; }
    .SCOPE rect { stroke-width: 1.5; }
    .SCOPE polyline { fill: none; stroke: #52606d; stroke-width: 1.5; }
    .SCOPE .out { fill: #f3f4f6; stroke: #4b5563; }
    .SCOPE .bridge { fill: #dbeafe; stroke: #1d4ed8; }
    .SCOPE .machine { fill: #ecfdf3; stroke: #15803d; }
    .SCOPE .namespace { fill: #fef7e0; stroke: #a16207; }
    .SCOPE .faint { stroke-dasharray: 5 4; }
    .SCOPE rect.faint { fill: #f3f4f6; stroke: #6b7280; }
    .SCOPE text.faint { fill: #5b6470; }
    @media (prefers-color-scheme: dark) {
      .SCOPE text { fill: #e6edf3; }
      .SCOPE .label { fill: #b6c0cb; }
      .SCOPE .paper { fill: #0d1117; }
      .SCOPE polyline { stroke: #9da7b3; }
      .SCOPE .out { fill: #1c2128; stroke: #9da7b3; }
      .SCOPE .bridge { fill: #12263f; stroke: #58a6ff; }
      .SCOPE .machine { fill: #0f2a1a; stroke: #3fb950; }
      .SCOPE .namespace { fill: #2b2410; stroke: #d29922; }
      .SCOPE rect.faint { fill: #161b22; stroke: #8b949e; }
      .SCOPE text.faint { fill: #9da7b3; }
    }
    """.replacing("SCOPE", with: scope)
}
