import DNSClient
import DNSCore
import ServiceProbing
import Terminal

/// All that svctop can be told, each value with where it comes from: defaults, below the file, below the command line.
package struct Settings: Sendable {
    // [poll]
    package var pollInterval = Setting(
        "poll", "interval", .duration(.milliseconds(100) ... .days), default: .seconds(5))
    package var maximumAge = Setting("poll", "max-age", .duration(.seconds(1) ... .days), default: .seconds(30))
    package var serverTimeout = Setting(
        "poll", "timeout", .duration(.milliseconds(100) ... .seconds(300)), default: .seconds(5))
    package var notify = Setting("poll", "notify", .optional(.address), default: nil)

    // [probe]
    package var probes = Setting("probe", "enabled", .boolean, default: true)
    package var probeInterval = Setting(
        "probe", "interval", .duration(.milliseconds(100) ... .days), default: standard.interval)
    package var probeTimeout = Setting(
        "probe", "timeout", .duration(.milliseconds(1) ... .seconds(300)), default: standard.timeout)
    package var suspectInterval = Setting(
        "probe", "suspect-interval", .duration(.milliseconds(100) ... .days), default: standard.suspectInterval)
    package var downInterval = Setting(
        "probe", "down-interval", .duration(.milliseconds(100) ... .days), default: standard.longDownInterval)
    package var downIntervalAfter = Setting(
        "probe", "down-interval-after", .duration(.zero ... .days), default: standard.longDownAfter)
    package var jitter = Setting("probe", "jitter", .number(0...0.5), default: standard.jitter)

    // [thresholds]
    package var downAfter = Setting("thresholds", "down-after", .integer(1...100), default: standard.fallAfter)
    package var upAfter = Setting("thresholds", "up-after", .integer(1...100), default: standard.riseAfter)
    package var staleAfter = Setting(
        "thresholds", "stale-after", .duration(.seconds(1) ... .days * 365), default: .seconds(600))
    package var slow = Setting(
        "thresholds", "slow", .optional(.duration(.milliseconds(1) ... .seconds(300))), default: standard.slowLimit)
    package var flapping = Setting("thresholds", "flapping", .integer(1...1000), default: standard.flapThreshold)
    package var certificateExpiry = Setting(
        "thresholds", "certificate-expiry", .duration(.zero ... .days * 365), default: .days * 14)
    package var flappingWindow = Setting(
        "thresholds", "flapping-window", .duration(.seconds(1) ... .days), default: standard.flapWindow)

    // [limits]
    package var concurrency = Setting("limits", "concurrency", .integer(1...65_536), default: standard.concurrency)
    package var concurrencyPerHost = Setting(
        "limits", "per-host", .integer(1...65_536), default: standard.concurrencyPerHost)
    package var events = Setting("limits", "events", .integer(1...100_000), default: 1000)

    // [history]
    package var keepsHistory = Setting("history", "enabled", .boolean, default: true)
    package var historyAge = Setting(
        "history", "keep", .duration(.seconds(3600) ... .days * 3650), default: .days * 90)

    // [acting]
    package var isReadOnly = Setting("acting", "read-only", .boolean, default: false)

    // [display]
    package var theme = Setting("display", "theme", .string, default: BuiltInThemes.standard(.dark))
    package var appearance = Setting("display", "appearance", .choice(), default: AppearancePolicy.auto)
    package var colour = Setting("display", "colour", .choice(), default: ColourPolicy.auto)
    package var ascii = Setting("display", "ascii", .boolean, default: false)
    package var mouse = Setting("display", "mouse", .boolean, default: true)
    package var notifications = Setting("display", "notifications", .choice(), default: NotificationPolicy.off)

    // [keymap]
    package var keyPreset = Setting("keymap", "preset", .string, default: "default")
    /// `[keymap.bind]`, in the order of the file.
    package internal(set) var keyBindings: [KeyBindingSettings] = []

    /// What was read; nil where there is no file.
    package internal(set) var file: String?
    package internal(set) var zones: [ZoneSettings] = []
    package internal(set) var servers: [ServerSettings] = []
    package internal(set) var keys: [KeySettings] = []
    package internal(set) var identities: [IdentitySettings] = []
    package internal(set) var serviceProbes: [ServiceProbeSettings] = []
    /// What is in order, but hardly meant: a sentence each.
    package internal(set) var warnings: [String] = []
    /// For servers that are found later, too.
    var connection = ConnectionOverrides()

    package init() {}

    private static let standard = ProbePolicy()
}

/// When to write in colour.
package enum ColourPolicy: String, CaseIterable, Sendable {
    /// On a terminal, unless NO_COLOR is set.
    case auto
    /// Whatever NO_COLOR says, as many as the terminal has.
    case always
    case never
    /// At most so many.
    case ansi16 = "16"
    case indexed256 = "256"
    /// 24 bits, though the terminal does not say that it has them.
    case trueColour = "truecolor"
}

/// How someone is told who does not look at the screen.
package enum NotificationPolicy: String, CaseIterable, Sendable {
    case off
    case bell
    /// A note on the desktop, by terminals that know OSC 9.
    case osc9
}

extension Settings {
    /// Goes through everything in sections, in the order in which it is written.
    mutating func visit(_ visitor: inout some SettingVisitor) {
        visitor.visit(&pollInterval)
        visitor.visit(&maximumAge)
        visitor.visit(&serverTimeout)
        visitor.visit(&notify)
        visitor.visit(&probes)
        visitor.visit(&probeInterval)
        visitor.visit(&probeTimeout)
        visitor.visit(&suspectInterval)
        visitor.visit(&downInterval)
        visitor.visit(&downIntervalAfter)
        visitor.visit(&jitter)
        visitor.visit(&downAfter)
        visitor.visit(&upAfter)
        visitor.visit(&staleAfter)
        visitor.visit(&slow)
        visitor.visit(&flapping)
        visitor.visit(&flappingWindow)
        visitor.visit(&certificateExpiry)
        visitor.visit(&concurrency)
        visitor.visit(&concurrencyPerHost)
        visitor.visit(&events)
        visitor.visit(&keepsHistory)
        visitor.visit(&historyAge)
        visitor.visit(&isReadOnly)
        visitor.visit(&theme)
        visitor.visit(&appearance)
        visitor.visit(&colour)
        visitor.visit(&ascii)
        visitor.visit(&mouse)
        visitor.visit(&notifications)
        visitor.visit(&keyPreset)
    }

    package var probePolicy: ProbePolicy {
        ProbePolicy(
            interval: probeInterval.value, timeout: probeTimeout.value, jitter: jitter.value,
            fallAfter: downAfter.value, riseAfter: upAfter.value, suspectInterval: suspectInterval.value,
            longDownInterval: downInterval.value, longDownAfter: downIntervalAfter.value,
            concurrency: concurrency.value, concurrencyPerHost: concurrencyPerHost.value, slowLimit: slow.value,
            flapThreshold: flapping.value, flapWindow: flappingWindow.value)
    }
}

protocol SettingVisitor {
    mutating func visit<Value>(_ setting: inout Setting<Value>)
}

extension Duration {
    fileprivate static let days = Duration.seconds(86_400)
}
