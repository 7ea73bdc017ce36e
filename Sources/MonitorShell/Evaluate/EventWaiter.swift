internal import GLib
internal import QMP

/// Somebody who waits for an event; nil: the connection ended first.
struct EventWaiter {
  let wait: EventWait
  let answer: OneShot<QMPEvent?>
}
