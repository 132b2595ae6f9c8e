/// The ways in which services of a generated zone are hard to read: they take turns.
enum AwkwardForm: Int, CaseIterable {
    /// Nothing special: what is ordinary has to survive among the rest.
    case ordinary
    /// `_sVc1._TcP` in one place and `_SvC1._tCp` in another; the targets too.
    case mixedCase
    /// DNS-SD instances that people named: spaces, dots, backslashes, quotes, UTF-8, bytes that are no text.
    case escapedLabels
    /// Labels of 63 bytes, in names of more than 200.
    case longNames
    /// Types that no software knows, on the owners of services (RFC 3597).
    case unknownTypes
    /// The largest and the smallest of every number.
    case extremes
    /// `.`: decidedly not offered (RFC 2782).
    case notOffered
    /// Targets with no address, with an alias, in other zones.
    case dangling
    /// TXT records of many strings, of none, of bytes that are no text.
    case oddTexts

    init(ofService number: Int) {
        self = Self.allCases[number % Self.allCases.count]
    }

    var isDiscoverable: Bool { self == .escapedLabels || self == .longNames || self == .oddTexts }

    var timeToLive: Int? { self == .extremes ? 2_147_483_647 : nil }

    /// Relative to the zone.
    func owner(ofService number: Int) -> String {
        switch self {
        case .mixedCase: Self.alternating("_svc\(number)._tcp", startsUpper: false)
        case .longNames: "_svc\(number)._tcp.\(Self.label(of: 63, "d")).\(Self.label(of: 63, "e"))"
        default: "_svc\(number)._tcp"
        }
    }

    /// Priority, weight, port and target of a service's instance; nil for nothing special.
    func location(_ place: Int, _ host: Int, _ port: UInt16) -> String? {
        switch self {
        case .mixedCase: "0 5 \(port) \(Self.alternating("h\(host)", startsUpper: place % 2 == 0))"
        case .extremes where place == 0: "65535 65535 65535 h\(host)"
        case .extremes where place == 1: "0 0 0 h\(host)"
        case .notOffered where place == 0: "0 0 0 ."
        case .dangling where place % 3 == 0: "0 1 \(port) nowhere\(host)"
        case .dangling where place % 3 == 1: "0 1 \(port) alias"
        case .dangling: "0 1 \(port) h\(host).elsewhere.invalid."
        default: nil
        }
    }

    /// The first label of a DNS-SD instance's name; nil for nothing special.
    func label(ofInstance index: Int) -> String? {
        switch self {
        case .escapedLabels:
            switch index % 4 {
            case 0: #"Caf\195\169\032Nord\032\#(index)"#
            case 1: #"v1\.2\.\#(index)\032\(beta\)"#
            case 2: #"\"back\\slash\"\032\#(index)\;\@\$"#
            default: #"\000\001\127\255\#(index)"#
            }
        case .longNames: Self.label(of: 63, "i\(index)-")
        default: nil
        }
    }

    func texts(_ index: Int) -> String? {
        guard self == .oddTexts else { return nil }
        return switch index % 4 {
        case 0: #""" "a=" "b" "=c" "A=twice""#
        case 1: #""\000\001\127\128\255" "quote=\"" "back=\\" "semicolon;""#
        case 2: (0..<40).map { "\"key\($0)=\(String(repeating: "v", count: $0))\"" }.joined(separator: " ")
        default: "\"k=\(String(repeating: "x", count: 253))\" \"\""
        }
    }

    /// What else is at the service's name.
    func furtherRecords(at owner: String, _ lifetime: Int) -> String {
        switch self {
        case .mixedCase: "\(Self.alternating(owner, startsUpper: true)) \(lifetime) IN TXT \"case\"\n"
        case .unknownTypes:
            """
            \(owner) \(lifetime) IN TYPE65280 \\# 4 DEADBEEF
            \(owner) \(lifetime) IN TYPE65281 \\# 0
            \(owner) \(lifetime) IN TYPE65280 \\# 12 C00CC00CFFFFFFFFFFFFFFFF

            """
        default: ""
        }
    }

    static let apexRecords = """
        alias 60 IN CNAME h0
        @ 60 IN MX 10 h0
        @ 60 IN CAA 0 issue "ca.test"
        @ 60 IN TYPE65280 \\# 3 010203
        _443._tcp.h0 60 IN TLSA 3 1 1 0123456789ABCDEF0123456789ABCDEF0123456789ABCDEF0123456789ABCDEF
        *.wild 60 IN TXT "wildcard"

        """

    private static func label(of count: Int, _ start: String) -> String {
        start + String(repeating: "x", count: count - start.utf8.count)
    }

    /// Upper and lower case in turn.
    private static func alternating(_ text: String, startsUpper: Bool) -> String {
        text.enumerated().map { place, character in
            place.isMultiple(of: 2) == startsUpper ? character.uppercased() : character.lowercased()
        }.joined()
    }
}
