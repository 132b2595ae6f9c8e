import Dispatch
import Glibc

/// Lets a running command be asked what it has done so far: SIGUSR1.
final class ReportSignal {
    private let source: any DispatchSourceSignal

    init(_ report: @escaping @Sendable () -> Void) {
        signal(SIGUSR1, SIG_IGN)
        source = DispatchSource.makeSignalSource(signal: SIGUSR1, queue: DispatchQueue(label: "svctop.report"))
        source.setEventHandler(handler: report)
        source.resume()
    }
}
