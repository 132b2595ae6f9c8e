import DNSCore

/// Looks a service up for the connections of a forwarder: one look-up at a time, for all that came before it began. So none
/// gets what is older than itself, and many at once cost one.
struct LookupDesk {
    private let resolver: ServiceResolver
    private let mailbox: ForwardMailbox
    private var served: [PassageTable.Token] = []
    private var waiting: [PassageTable.Token] = []
    private var service: DomainName?
    private var isBusy = false

    init(_ resolver: ServiceResolver, _ mailbox: ForwardMailbox) {
        self.resolver = resolver
        self.mailbox = mailbox
    }

    mutating func request(_ service: DomainName, for token: PassageTable.Token) {
        self.service = service
        waiting.append(token)
        if !isBusy { begin() }
    }

    /// - Returns: Those whose look-up it was.
    mutating func finished() -> [PassageTable.Token] {
        let served = served
        isBusy = false
        if !waiting.isEmpty { begin() }
        return served
    }

    private mutating func begin() {
        guard let service else { return }
        (served, waiting, isBusy) = (waiting, [], true)
        Task { [resolver, mailbox] in mailbox.post(.lookedUp(await resolver.lookUp(service))) }
    }

    func resolve(_ host: DomainName, _ number: Int, for token: PassageTable.Token) {
        for family in AddressFamily.allCases {
            Task { [resolver, mailbox] in
                mailbox.post(.resolved(token, number, family, await resolver.resolve(host, family)))
            }
        }
    }
}
