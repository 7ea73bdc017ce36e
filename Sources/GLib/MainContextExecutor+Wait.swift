extension MainContextExecutor {
  /// Waits until a descriptor has something to read, or its peer is gone.
  ///
  /// - Returns: false when `timeout` passed or the task was cancelled first.
  package func isReadable(_ descriptor: Int32, within timeout: Duration) async -> Bool {
    let waiter = OneShot<Bool>()
    let watch = watch(descriptor, for: .readable) {
      waiter.finish(true)
      return false
    }
    let timer = timer(after: timeout) { waiter.finish(false) }
    let readable = await withTaskCancellationHandler {
      await waiter.value
    } onCancel: {
      waiter.finish(false)
    }
    watch.cancel()
    timer.cancel()
    return readable
  }
}
