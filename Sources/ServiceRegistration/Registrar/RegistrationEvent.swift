import DNSClient
import DNSCore

/// What happens to a service's records.
public enum RegistrationEvent: Sendable {
    /// A port was had: a new one, or that of the record that is there already.
    case claimed(ClaimedPort)
    /// The recorded port is another's now.
    case portTaken(label: String, port: UInt16, by: PortOwner?)
    /// The server shows the record. Nothing had to be sent where `wasThere`.
    case registered(DomainName, ServiceLocation, wasThere: Bool)
    /// A part that a service can be found without is not there: TLSA records, addresses.
    case partRefused(String, RegistrationError)
    /// The lease runs for so long from now on.
    case renewed([DomainName], Duration)
    /// Our record is gone; it is put back.
    case lost(DomainName)
    /// Our record is gone, and these have come; ours is put back beside them.
    case taken(DomainName, by: [RecordHolder])
    /// Somebody has changed what the record says but host and port: it is left so.
    case changed(DomainName, ServiceLocation)
    /// It has been taken too often: it is only watched, until it is free again.
    case yielded(DomainName, to: [RecordHolder])
    case restored(DomainName)
    case withdrawn([DomainName])
    /// Something did not work; it is tried again after a pause.
    case trouble(RegistrationError, next: Duration)
    /// It works again.
    case recovered
}

/// Whose socket has a port.
public struct PortOwner: Hashable, Sendable {
    public var uid: UInt32

    public init(uid: UInt32) { self.uid = uid }
}

/// What an SRV record says that is not ours.
public struct RecordHolder: Hashable, Sendable {
    public var location: ServiceLocation
    /// The key that it was registered with, where the server tells.
    public var key: DomainName?
}
