/// The two messages of the gRPC health protocol (grpc.health.v1), as they lie in a stream: a flag for compression, four
/// bytes of length, and protobuf.
enum HealthMessage {
    /// `HealthCheckRequest` with no service named, which asks of the server as a whole: all fields at their default.
    static let request: [UInt8] = [0, 0, 0, 0, 0]

    /// The only field of `HealthCheckResponse`: number 1, a varint.
    private static let statusTag: UInt64 = 1 << 3
    private static let serving: UInt64 = 1

    /// Whether a `HealthCheckResponse` says SERVING; nil for what is none.
    static func isServing(_ bytes: [UInt8]) -> Bool? {
        guard bytes.count >= 5, bytes[0] == 0 else { return nil }
        let length = bytes[1...4].reduce(0) { $0 << 8 | Int($1) }
        guard bytes.count == 5 + length else { return nil }
        var rest = bytes[5...]
        var status: UInt64 = 0
        while !rest.isEmpty {
            guard let tag = readVarint(&rest) else { return nil }
            if tag == statusTag {
                guard let value = readVarint(&rest) else { return nil }
                status = value
            } else if !skip(tag, &rest) {
                return nil
            }
        }
        return status == serving
    }

    private static func readVarint(_ bytes: inout ArraySlice<UInt8>) -> UInt64? {
        var value: UInt64 = 0
        for shift in stride(from: UInt64(0), to: 64, by: 7) {
            guard let byte = bytes.popFirst() else { return nil }
            value |= UInt64(byte & 0x7F) << shift
            if byte & 0x80 == 0 { return value }
        }
        return nil
    }

    /// Fields of a later version.
    private static func skip(_ tag: UInt64, _ bytes: inout ArraySlice<UInt8>) -> Bool {
        switch tag & 7 {
        case 0: return readVarint(&bytes) != nil
        case 1: return drop(8, &bytes)
        case 2: return readVarint(&bytes).map { drop($0, &bytes) } ?? false
        case 5: return drop(4, &bytes)
        default: return false
        }
    }

    private static func drop(_ count: UInt64, _ bytes: inout ArraySlice<UInt8>) -> Bool {
        guard count <= UInt64(bytes.count) else { return false }
        bytes = bytes.dropFirst(Int(count))
        return true
    }
}
