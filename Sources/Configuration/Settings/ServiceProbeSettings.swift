import ServiceCatalog

/// `[probe.services."_http._tcp"]`: how all services of a kind are asked whether they are there.
package struct ServiceProbeSettings: Sendable {
    /// Service and protocol, in lower case.
    package var service: String
    package var origin: Origin
    package var method: Sourced<ProbeWish.Method>?
    package var path: Sourced<String>?
    package var statuses: Sourced<ClosedRange<UInt16>>?

    package var wish: ProbeWish {
        ProbeWish(method: method?.value, path: path?.value, statuses: statuses?.value)
    }
}
