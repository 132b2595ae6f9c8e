import DNSCore

/// What a server means by how it answers to an UPDATE, in words. Servers differ: a key whose rules do not allow a change is
/// REFUSED and signed with BIND, NOTAUTH and BADKEY with Knot 3.2, NOTAUTH without a signature with later Knot, REFUSED
/// without a signature or even NOERROR with PowerDNS.
package struct UpdateAnswerText {
    private let answer: UpdateAnswer
    private let zone: DomainName
    /// The name of the key that it was signed with.
    private let keyName: String?
    /// Whether the server took the same key for a question a moment later; nil where that is not known.
    private let knowsKey: Bool?

    package init(_ answer: UpdateAnswer, zone: DomainName, key: String?, knowsKey: Bool?) {
        self.answer = answer
        self.zone = zone
        keyName = key
        self.knowsKey = knowsKey
    }

    private var key: String { keyName.map { "the key \($0)" } ?? "an update that is not signed" }

    /// Follows the server's name.
    package var reason: String {
        switch answer {
        case .code(let code): reason(for: code)
        case .failed(.tsig(.unsignedAnswer(let code))): reason(forUnsigned: code)
        case .failed(.tsig(.rejected(let rejection))) where rejection.code == .badKey: reason(forBadKey: rejection)
        case .failed(.tsig(.rejected(let rejection))): "answered NOTAUTH: \(rejection)"
        case .failed(let error): "\(error)"
        }
    }

    /// For NOERROR where nothing has changed.
    package var silentDenial: String {
        "answered NOERROR and changed nothing: so PowerDNS answers where its policy denies the change to \(key), and BIND where"
            + " the name may have no more records of the type"
    }

    private func reason(for code: ResponseCode) -> String {
        switch code {
        case .refused where keyName == nil: "answered REFUSED: it takes no updates that are not signed from here"
        case .refused:
            "answered REFUSED: its rules do not let \(key) change these records (BIND: update-policy, allow-update; PowerDNS: TSIG-ALLOW-DNSUPDATE), or the"
                + " zone is frozen"
        case .notAuth:
            "answered NOTAUTH: it is not the primary of \(zone), or does not let \(key) change it"
        case .notImplemented: readOnlyServer
        case .serverFailure: "answered SERVFAIL, and again: it has trouble of its own, see its log"
        case .formatError: "answered FORMERR: it did not understand the update"
        case .notZone: "answered NOTZONE: a record lies outside of \(zone) for it"
        default: "answered \(code)"
        }
    }

    private var readOnlyServer: String {
        "answered NOTIMP: it takes no updates at all, as NSD or a read-only secondary; name the primary in the configuration"
    }

    private func reason(forUnsigned code: ResponseCode) -> String {
        switch (code, knowsKey) {
        case (.refused, true):
            "answered REFUSED without a signature, though it knows \(key): so PowerDNS answers where it takes no updates"
                + " (dnsupdate), or not with this key (TSIG-ALLOW-DNSUPDATE) or from here (ALLOW-DNSUPDATE-FROM)"
        case (.refused, _): "answered REFUSED without a signature: so PowerDNS answers where it does not know \(key)"
        case (.notAuth, true):
            "answered NOTAUTH without a signature, though it knows \(key): so later Knot answers where its acl denies the"
                + " change"
        case (.notAuth, _):
            "answered NOTAUTH without a signature: so PowerDNS answers where the secret or the clock is another; compare both"
        case (.notImplemented, _): readOnlyServer
        case (.serverFailure, _): reason(for: .serverFailure)
        default: "answered \(code) without a signature: it may not be its answer"
        }
    }

    private func reason(forBadKey rejection: TSIGRejection) -> String {
        switch knowsKey {
        case true?:
            "answered NOTAUTH and BADKEY, though it knows \(key): so Knot answers where the key is valid but its acl denies"
                + " the change"
        case false?:
            "answered NOTAUTH and BADKEY: it does not know \(key); compare its name and algorithm on both sides"
        case nil:
            "answered NOTAUTH and BADKEY: it does not know \(key), or it is Knot and its acl denies the change"
        }
    }
}
