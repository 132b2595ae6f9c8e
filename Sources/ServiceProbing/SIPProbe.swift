import DNSCore
import ServiceCatalog

/// An OPTIONS request (RFC 3261 section 11): what a proxy or user agent can do. Any response to it is an answer.
enum SIPProbe {
    /// Responses go to where the request came from (`rport`, RFC 3581), so that no name of ours is needed.
    private static let ourHost = "svctop.invalid"

    static func request(to endpoint: Endpoint, nonce: UInt64) -> [UInt8] {
        let host = hostText(endpoint.address)
        let mark = hex(nonce)
        let lines = [
            "OPTIONS sip:\(host):\(endpoint.port) SIP/2.0",
            "Via: SIP/2.0/UDP \(ourHost);rport;branch=\(branch(nonce))",
            "Max-Forwards: 70",
            "To: <sip:\(host):\(endpoint.port)>",
            "From: <sip:svctop@\(ourHost)>;tag=\(mark)",
            "Call-ID: \(mark)@\(ourHost)",
            "CSeq: 1 OPTIONS",
            "Contact: <sip:svctop@\(ourHost)>",
            "Accept: application/sdp",
            "Content-Length: 0",
        ]
        return Array((lines.joined(separator: "\r\n") + "\r\n\r\n").utf8)
    }

    /// A status line and, among the headers, a Via with our branch or our Call-ID.
    static func isAnswer(_ bytes: Span<UInt8>, nonce: UInt64) -> Bool {
        guard isStatusLine(bytes) else { return false }
        var start = endOfLine(bytes, from: 0) + 1
        while start < bytes.count {
            let end = endOfLine(bytes, from: start)
            let line = text(bytes, start..<end)
            if line.isEmpty { return false }
            if proves(line, nonce: nonce) { return true }
            start = end + 1
        }
        return false
    }

    /// `SIP/2.0 ` and a code of 100 to 699.
    private static func isStatusLine(_ bytes: Span<UInt8>) -> Bool {
        let version = Array("SIP/2.0 ".utf8)
        guard bytes.holds(version, at: 0), bytes.count >= version.count + 3 else { return false }
        let digits = (version.count..<version.count + 3).map { bytes[$0] }
        return digits.allSatisfy { (0x30...0x39).contains($0) } && (0x31...0x36).contains(digits[0])
            && (bytes.count == version.count + 3 || bytes[version.count + 3] <= 0x20)
    }

    private static func endOfLine(_ bytes: Span<UInt8>, from start: Int) -> Int {
        var end = start
        while end < bytes.count, bytes[end] != 0x0A { end += 1 }
        return end
    }

    private static func text(_ bytes: Span<UInt8>, _ range: Range<Int>) -> String {
        var line: [UInt8] = []
        for index in range where bytes[index] != 0x0D { line.append(bytes[index]) }
        return String(decoding: line, as: UTF8.self)
    }

    private static func proves(_ line: String, nonce: UInt64) -> Bool {
        guard let colon = line.firstIndex(of: ":") else { return false }
        let name = line[..<colon].filter { !$0.isWhitespace }.lowercased()
        let value = line[line.index(after: colon)...]
        return switch name {
        case "via", "v": value.contains("branch=\(branch(nonce))")
        case "call-id", "i": value.filter { !$0.isWhitespace } == "\(hex(nonce))@\(ourHost)"
        default: false
        }
    }

    /// The branch with the magic cookie that RFC 3261 section 8.1.1.7 asks for.
    private static func branch(_ nonce: UInt64) -> String { "z9hG4bK" + hex(nonce) }

    private static func hex(_ nonce: UInt64) -> String {
        let digits = String(nonce, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }

    private static func hostText(_ address: IPAddress) -> String {
        switch address {
        case .v4(let address): address.description
        case .v6(let address): "[\(address)]"
        }
    }
}
