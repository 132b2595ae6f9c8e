/// What a stand-in is asked for.
public enum ControlRequest: Hashable, Sendable {
    /// A report of each service, then `END=1`.
    case status
    /// The same, then a report whenever something about a service changes.
    case watch
    case start(_ service: String)
    case stop(_ service: String)
    /// The configured command anew; the process that runs ends once the new one is ready.
    case upgrade(_ service: String)
    /// The service's sockets, for the process that asks.
    case take(_ service: String)
    /// Everything, for another stand-in.
    case replace

    public init?(_ message: ControlMessage) {
        switch (message["REQUEST"], message["SERVICE"]) {
        case ("status", _): self = .status
        case ("watch", _): self = .watch
        case ("replace", _): self = .replace
        case ("start", let service?): self = .start(service)
        case ("stop", let service?): self = .stop(service)
        case ("upgrade", let service?): self = .upgrade(service)
        case ("take", let service?): self = .take(service)
        default: return nil
        }
    }

    public var message: ControlMessage {
        switch self {
        case .status: ["REQUEST": "status"]
        case .watch: ["REQUEST": "watch"]
        case .replace: ["REQUEST": "replace"]
        case .start(let service): ["REQUEST": "start", "SERVICE": service]
        case .stop(let service): ["REQUEST": "stop", "SERVICE": service]
        case .upgrade(let service): ["REQUEST": "upgrade", "SERVICE": service]
        case .take(let service): ["REQUEST": "take", "SERVICE": service]
        }
    }
}

extension ControlMessage {
    /// The last packet of an answer.
    public static let end: ControlMessage = ["END": "1"]
    /// The new process of a service is ready (as by sd_notify).
    public static let ready: ControlMessage = ["READY": "1"]

    /// The answer to what is not granted or not understood; the last, too.
    public static func refusal(_ words: String) -> ControlMessage { ["ERROR": words] }

    public var isEnd: Bool { self["END"] == "1" }
    public var isReady: Bool { self["READY"] == "1" }
}
