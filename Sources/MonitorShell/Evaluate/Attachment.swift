internal import QMP
internal import VMRuntime

/// An open monitor, and the claim on it where there is one.
final class Attachment: Sendable {
  let connection: QMPConnection
  private let session: MonitorSession?

  init(_ session: consuming MonitorSession) {
    connection = session.connection
    self.session = consume session
  }

  init(_ connection: QMPConnection) {
    self.connection = connection
    session = nil
  }
}
