import ArgumentParser
import Configuration
import DNSAuthority
import DNSCore
import Glibc
import ServiceCatalog

struct KeyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "key",
        abstract: "Makes and looks after the keys that services register with at `svctop serve`.",
        discussion: """
            One idea: a key may change the name that it is called after. The key _http._tcp.web.svc.internal. owns the \
            records of that name, and of the DNS-SD instances below it. A server that runs sees the change within a second.
            """,
        subcommands: [New.self, List.self, Revoke.self, Rotate.self])
}

extension KeyCommand {
    struct New: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Makes a key and prints the file that it is in.")

        @Argument(help: ArgumentHelp("The name that the key owns and has.", valueName: "NAME"))
        var name: String

        @OptionGroup
        var data: AuthorityDataOption

        @Flag(help: "It may change and transfer everything; the name is only what it is called.")
        var admin = false

        @Flag(name: .customLong("transfer-only"), help: "It may transfer zones, and change nothing.")
        var isForTransfer = false

        @Option(
            help: ArgumentHelp("The only types that it may change, such as SRV,TXT.", valueName: "TYPES"))
        var types: String?

        @Option(
            name: .customLong("host"),
            help: ArgumentHelp(
                "A host that the service runs on: its addresses and the TLSA records of its ports are the key's, too.",
                valueName: "HOST"))
        var hosts: [String] = []

        @Option(
            name: .customLong("max-records"),
            help: ArgumentHelp("How many records there may be at its names.", valueName: "COUNT"))
        var mostRecords: Int?

        @Option(help: ArgumentHelp("hmac-sha256, hmac-sha512 and so on.", valueName: "ALGORITHM"))
        var algorithm = TSIGAlgorithm.hmacSHA256.rawValue

        func validate() throws {
            if admin, isForTransfer { throw ValidationError("--admin and --transfer-only exclude each other") }
            if admin || isForTransfer, types != nil || mostRecords != nil || !hosts.isEmpty {
                throw ValidationError("--types, --host and --max-records are for keys that own a name")
            }
            if let mostRecords, mostRecords < 1 { throw ValidationError("--max-records must be at least 1") }
        }

        func run() async throws {
            let name = try KeyCommand.name(self.name)
            guard let algorithm = TSIGAlgorithm(self.algorithm) else {
                throw Failure("\(self.algorithm) is no algorithm of TSIG: hmac-sha256 is a good one", .usage)
            }
            let types = try chosenTypes
            let hosts = try self.hosts.map { try KeyCommand.name($0) }
            let folder = try data.folder
            let store = try KeyCommand.store(folder)
            guard try await KeyCommand.keys(of: name, in: store).isEmpty else {
                throw Failure(
                    "there is a key \(name) already: `svctop key rotate` makes another, `revoke` takes it away")
            }
            let key: TSIGKey
            do throws(TSIGKeyError) { key = try .random(name, algorithm) } catch { throw Failure("\(error)") }
            let role: StoredKey.Role = admin ? .admin : isForTransfer ? .transfer : .owner
            let stored = StoredKey(key, role: role, types: types, hosts: hosts, mostRecords: mostRecords)
            let file = try KeyFolder(data: folder).write(key)
            try await KeyCommand.translating { () async throws(AuthorityStoreError) in try await store.putKey(stored) }
            StandardOutput.say(file)
        }

        private var chosenTypes: [RecordType]? {
            get throws {
                try types?.split(separator: ",").map { word in
                    guard let type = RecordType(String(word)) else {
                        throw Failure("\(word) is no type of record", .usage)
                    }
                    return type
                }
            }
        }
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Prints every key, and what it may do; no secrets.")

        @OptionGroup
        var data: AuthorityDataOption

        func run() async throws {
            let store = try KeyCommand.store(try data.existingFolder)
            let keys = try await KeyCommand.translating { () async throws(AuthorityStoreError) in try await store.keys()
            }
            for key in keys.sorted(by: { ($0.name, $0.validFrom) < ($1.name, $1.validFrom) }) {
                StandardOutput.say("\(key.name)  \(key.summary)")
            }
        }
    }

    struct Revoke: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Takes a key away: from now on nothing that is signed with it is taken.")

        @Argument(help: ArgumentHelp("The key's name.", valueName: "NAME"))
        var name: String

        @OptionGroup
        var data: AuthorityDataOption

        func run() async throws {
            let name = try KeyCommand.name(self.name)
            let folder = try data.existingFolder
            let store = try KeyCommand.store(folder)
            let keys = try await KeyCommand.keys(of: name, in: store)
            guard !keys.isEmpty else { throw Failure("there is no key \(name)") }
            for key in keys {
                try await KeyCommand.translating { () async throws(AuthorityStoreError) in
                    _ = try await store.removeKey(key)
                }
            }
            KeyFolder(data: folder).remove(name)
            StandardOutput.say("\(name) is revoked; its records stay until somebody withdraws them")
        }
    }

    struct Rotate: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Makes another secret for a key; the old one is valid for a while, so that nobody is locked out.")

        @Argument(help: ArgumentHelp("The key's name.", valueName: "NAME"))
        var name: String

        @Option(help: ArgumentHelp("For how long both are valid (1d).", valueName: "DURATION"))
        var overlap = "1d"

        @OptionGroup
        var data: AuthorityDataOption

        func run() async throws {
            let name = try KeyCommand.name(self.name)
            guard let length = DurationText.parse(overlap)?.components.seconds, length >= 0 else {
                throw Failure("--overlap takes a duration, such as 1d or 12h", .usage)
            }
            let folder = try data.existingFolder
            let store = try KeyCommand.store(folder)
            let now = UInt64(max(0, time(nil)))
            let end = now + UInt64(length)
            let keys = try await KeyCommand.keys(of: name, in: store).filter { $0.isValid(at: now) }
            guard let old = keys.last else { throw Failure("there is no key \(name) that is valid now") }
            var new = old
            do throws(TSIGKeyError) { new.key = try .random(name, old.key.algorithm) } catch {
                throw Failure("\(error)")
            }
            new.validFrom = now
            new.validUntil = nil
            let file = try KeyFolder(data: folder).write(new.key)
            let added = new
            try await KeyCommand.translating { () async throws(AuthorityStoreError) in try await store.putKey(added) }
            for var key in keys {
                key.validUntil = min(key.validUntil ?? .max, end)
                let ending = key
                try await KeyCommand.translating { () async throws(AuthorityStoreError) in
                    try await store.putKey(ending)
                }
            }
            StandardOutput.say(file)
        }
    }
}

// MARK: - What they share

extension KeyCommand {
    fileprivate static func name(_ text: String) throws(Failure) -> DomainName {
        do throws(NameError) {
            return try DomainName(text)
        } catch {
            throw Failure("\(text) is no name: \(error)", .usage)
        }
    }

    fileprivate static func store(_ folder: String) throws(Failure) -> AuthorityStore {
        do throws(AuthorityStoreError) {
            return try AuthorityStore(folder, for: .administration)
        } catch {
            throw Failure("\(error)")
        }
    }

    fileprivate static func keys(of name: DomainName, in store: AuthorityStore) async throws(Failure) -> [StoredKey] {
        try await translating { () async throws(AuthorityStoreError) in try await store.keys() }.filter {
            $0.name == name
        }
    }

    fileprivate static func translating<Value: Sendable>(
        _ body: () async throws(AuthorityStoreError) -> Value
    ) async throws(Failure) -> Value {
        do throws(AuthorityStoreError) {
            return try await body()
        } catch {
            throw Failure("\(error)")
        }
    }
}

extension StoredKey {
    /// What it may do, in a line.
    fileprivate var summary: String {
        var words = [key.algorithm.rawValue, role.rawValue]
        if let types { words.append("only \(types.map(\.description).joined(separator: ","))") }
        if !hosts.isEmpty { words.append("and the hosts \(hosts.map(\.description).joined(separator: ","))") }
        if let mostRecords { words.append("at most \(mostRecords) records") }
        if let validUntil {
            words.append("until \(Timestamp(nanoseconds: Int64(clamping: validUntil) * 1_000_000_000))")
        }
        return words.joined(separator: ", ")
    }
}
