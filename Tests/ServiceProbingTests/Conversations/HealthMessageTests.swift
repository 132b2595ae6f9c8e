import Testing

@testable import ServiceProbing

@Suite("The messages of gRPC health")
struct HealthMessageTests {
    @Test(
        "a response is read",
        arguments: [
            ([0, 0, 0, 0, 2, 8, 1], true), ([0, 0, 0, 0, 2, 8, 2], false), ([0, 0, 0, 0, 2, 8, 3], false),
            ([0, 0, 0, 0, 0], false), ([0, 0, 0, 0, 4, 8, 2, 8, 1], true),
            // Fields that are not known: a varint, eight bytes, a string, four bytes.
            ([0, 0, 0, 0, 4, 16, 5, 8, 1], true), ([0, 0, 0, 0, 11, 17, 1, 2, 3, 4, 5, 6, 7, 8, 8, 1], true),
            ([0, 0, 0, 0, 6, 26, 2, 9, 9, 8, 1], true), ([0, 0, 0, 0, 7, 29, 1, 2, 3, 4, 8, 1], true),
        ] as [([UInt8], Bool)])
    func response(bytes: [UInt8], isServing: Bool) {
        #expect(HealthMessage.isServing(bytes) == isServing)
    }

    @Test(
        "what is none is none",
        arguments: [
            [], [0], [0, 0, 0, 0], [1, 0, 0, 0, 2, 8, 1], [0, 0, 0, 0, 3, 8, 1], [0, 0, 0, 0, 1, 8, 1],
            [0, 255, 255, 255, 255, 8, 1], [0, 0, 0, 0, 1, 8], [0, 0, 0, 0, 2, 11, 1], [0, 0, 0, 0, 3, 26, 5, 1],
            [0, 0, 0, 0, 12, 8, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255],
        ] as [[UInt8]])
    func nonsense(bytes: [UInt8]) {
        #expect(HealthMessage.isServing(bytes) == nil)
    }
}
