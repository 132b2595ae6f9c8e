import Testing

@testable import ServiceRegistration

@Suite("Which ports a service may settle on")
struct FreePortsTests {
    @Test("none of the kernel's, none that is reserved, the dynamic ones first")
    func ranges() {
        let ports = FreePorts(range: "32768\t60999\n", reserved: "61000,61005-61010,1024-32000\n")
        let candidates = ports.candidates(for: "x", count: 100_000)
        #expect(candidates.count == Set(candidates).count)
        #expect(candidates.count == 4536 - 7 + 767)
        #expect(candidates.prefix(4529).allSatisfy { $0 > 61_000 && !(61_005...61_010).contains($0) })
        #expect(candidates.suffix(767).allSatisfy { (32_001...32_767).contains($0) })
    }

    @Test("where the kernel takes them all, there is none")
    func none() {
        #expect(FreePorts(range: "1024 65535", reserved: "").candidates(for: "x") == [])
    }

    @Test(
        "nonsense from the kernel leaves the usual ports",
        arguments: ["", "a b", "60999 32768", "99999 1", "1-2-3,-,5-"])
    func nonsense(_ text: String) {
        #expect(FreePorts(range: text, reserved: text).candidates(for: "x").count == 128)
    }

    @Test("the same name gets the same ports, another gets others")
    func stable() {
        let ports = FreePorts.ofKernel()
        #expect(ports.candidates(for: "a") == ports.candidates(for: "a"))
        #expect(ports.candidates(for: "a").first != ports.candidates(for: "b").first)
    }
}
