import ArgumentParser
import DNSCore
import Glibc
import ServiceIdentity

struct CACommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ca",
        abstract: "A small authority for one site: certificates by which services and clients know each other.",
        discussion: """
            For sites that have none; any other certificates work the same. A certificate says for which service it is \
            (_http._tcp.web.svc.internal.), is short-lived, and keeps its key, and so its pin, when it is renewed. Whoever \
            is to trust the authority is given ca.pem; ca.key stays where it is.
            """,
        subcommands: [Init.self, Issue.self, Renew.self, List.self, Show.self])
}

extension CACommand {
    struct Init: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Makes the authority, and prints the file that everyone may have.")

        @Option(help: ArgumentHelp("What it is called (svctop authority of HOST).", valueName: "TEXT"))
        var name: String?

        @Option(help: ArgumentHelp("How long it is valid (\(SiteAuthority.usualDays)).", valueName: "DAYS"))
        var days = SiteAuthority.usualDays

        @OptionGroup
        var place: SiteAuthorityOption

        func validate() throws { try CACommand.check(days: days) }

        func run() throws {
            let folder = try place.folderPath
            let name = name ?? "svctop authority of \(Self.hostName)"
            let authority = try CACommand.translating { () throws(SiteAuthorityError) in
                try SiteAuthority.make(in: folder, name: name, days: days, at: CACommand.now)
            }
            StandardOutput.say(authority.certificateFile)
        }

        private static var hostName: String {
            var buffer = [CChar](repeating: 0, count: 64)
            guard gethostname(&buffer, buffer.count - 1) == 0 else { return "this host" }
            return String(decoding: buffer.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)).prefix(40), as: UTF8.self)
        }
    }

    struct Issue: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Makes a key and a certificate for a service or a client, and prints where they are.")

        @Argument(
            help: ArgumentHelp("The service, as _http._tcp.web.svc.internal., or a client's name.", valueName: "NAME"))
        var name: String

        @Option(help: ArgumentHelp("A host that it runs on: a name or an address.", valueName: "HOST"))
        var host: [String] = []

        @Flag(help: "For a client only: nobody takes it for a server's.")
        var client = false

        @Option(help: ArgumentHelp("How long it is valid (\(SiteAuthority.usualLeafDays)).", valueName: "DAYS"))
        var days = SiteAuthority.usualLeafDays

        @Option(help: ArgumentHelp("Where to put the two files (the authority's own folder).", valueName: "DIR"))
        var out: String?

        @OptionGroup
        var place: SiteAuthorityOption

        func validate() throws { try CACommand.check(days: days) }

        func run() throws {
            let name = try CACommand.name(name)
            let authority = try place.authority
            let issued = try CACommand.translating { () throws(SiteAuthorityError) in
                let profile = try LeafProfile(name, hosts: host, uses: client ? [.client] : [.server, .client])
                return try authority.issue(profile, days: days, to: out, at: CACommand.now)
            }
            try CACommand.show(issued, of: authority)
        }
    }

    struct Renew: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Makes certificates again for the same names and keys; whoever uses them need not be restarted.",
            discussion:
                "For a timer: `svctop ca renew --all` renews those that have less than a third of their life left.")

        @Argument(help: ArgumentHelp("Of what: a name in `svctop ca list`.", valueName: "NAME"))
        var name: String?

        @Flag(help: "Every certificate whose end is near.")
        var all = false

        @Option(help: ArgumentHelp("Only what ends within so many days.", valueName: "DAYS"))
        var within: Int64?

        @Option(help: ArgumentHelp("Other hosts than before, for one NAME.", valueName: "HOST"))
        var host: [String] = []

        @Flag(name: .customLong("new-key"), help: "With a new key: its pin has to be published anew.")
        var isKeyNew = false

        @OptionGroup
        var place: SiteAuthorityOption

        func validate() throws {
            if (name == nil) != all { throw ValidationError("give either NAME or --all") }
            if all, !host.isEmpty { throw ValidationError("--host goes with one NAME") }
            if let within { try CACommand.check(days: within) }
        }

        func run() throws {
            let name = try name.map(CACommand.name)
            let authority = try place.authority
            let now = CACommand.now
            try CACommand.translating { () throws(SiteAuthorityError) in
                let chosen: [IssuedCertificate]
                if let name { chosen = [try authority.issued(for: name)] } else { chosen = try authority.issued() }
                for old in chosen where isDue(old, at: now) {
                    let new = try authority.renew(
                        old, hosts: host.isEmpty ? nil : host, isKeyNew: isKeyNew, at: now)
                    StandardOutput.say("\(new.file)  until \(UTCDate(seconds: new.until))")
                }
            }
        }

        private func isDue(_ old: IssuedCertificate, at now: Int64) -> Bool {
            if let within { return old.ends(within: within * 86_400, at: now) }
            return !all || old.isNearEnd(at: now)
        }
    }

    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Prints what was issued, until when it is valid, and what is near its end.")

        @OptionGroup
        var place: SiteAuthorityOption

        func run() throws {
            let authority = try place.authority
            let now = CACommand.now
            let issued = try CACommand.translating { () throws(SiteAuthorityError) in try authority.issued() }
            let width = issued.map { $0.profile.name.description.count }.max() ?? 0
            for one in issued {
                let name = one.profile.name.description
                let padding = String(repeating: " ", count: width - name.count)
                StandardOutput.say(
                    "\(name)\(padding)  until \(UTCDate(seconds: one.until))  \(one.serial)  \(one.file)"
                        + one.urgency(at: now))
            }
        }
    }

    struct Show: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Prints what a certificate says, and the records that pin its key.")

        @Argument(help: ArgumentHelp("A certificate in PEM form.", valueName: "FILE"))
        var file: String

        func run() throws {
            do throws(CredentialsFault) {
                CACommand.show(try PeerCertificate(file: file))
            } catch {
                throw Failure("\(error)")
            }
        }
    }
}

extension IssuedCertificate {
    /// Nothing while there is time.
    fileprivate func urgency(at now: Int64) -> String {
        if until < now { return "  EXPIRED" }
        let days = (until - now) / 86_400
        return isNearEnd(at: now) ? "  ends in \(days) day\(days == 1 ? "" : "s"): renew it" : ""
    }
}

// MARK: - What they share

extension CACommand {
    fileprivate static var now: Int64 { Int64(time(nil)) }

    fileprivate static func check(days: Int64) throws {
        guard (1...36_500).contains(days) else { throw ValidationError("a number of days is from 1 to 36500") }
    }

    fileprivate static func name(_ text: String) throws(Failure) -> DomainName {
        do throws(NameError) {
            return try DomainName(text)
        } catch {
            throw Failure("\(text) is no name: \(error)", .usage)
        }
    }

    fileprivate static func translating<Value>(
        _ body: () throws(SiteAuthorityError) -> Value
    ) throws(Failure) -> Value {
        do throws(SiteAuthorityError) {
            return try body()
        } catch {
            throw Failure("\(error)")
        }
    }

    fileprivate static func show(_ issued: IssuedCertificate, of authority: SiteAuthority) throws(Failure) {
        StandardOutput.say("certificate  \(issued.file)")
        StandardOutput.say("key          \(issued.keyFile)")
        StandardOutput.say("authority    \(authority.certificateFile)")
        do throws(CredentialsFault) {
            show(try PeerCertificate(file: issued.file))
        } catch {
            throw Failure("\(error)")
        }
    }

    fileprivate static func show(_ certificate: PeerCertificate) {
        StandardOutput.say("names        \(certificate.names.map(\.description).joined(separator: ", "))")
        StandardOutput.say("issuer       \(certificate.issuer)")
        StandardOutput.say("until        \(UTCDate(seconds: certificate.notAfter))")
        StandardOutput.say("pin          \(certificate.pin)")
        StandardOutput.say("TLSA         \(certificate.pin.association)")
    }
}
