import CPlatform
import Glibc
import PeerServers
import Testing

@testable import ActivationControl

@Suite("A conversation on the control socket") struct ControlConnectionTests {
    @Test("knows who is at the other end, and watches him")
    func knowsThePeer() throws {
        let ends = try Ends()
        #expect(ends.standIn.peer == ControlPeer(process: getpid(), user: geteuid(), group: getegid()))
        let watch = try #require(ends.standIn.watchPeer())
        var ended = pollfd(fd: watch.descriptor, events: Int16(POLLIN), revents: 0)
        #expect(poll(&ended, 1, 0) == 0)
        #expect(fcntl(watch.descriptor, F_GETFD) & FD_CLOEXEC != 0)
    }

    @Test("does not wait for what is not there")
    func doesNotWait() throws {
        let ends = try Ends()
        #expect(ends.standIn.receive().isNothing)
        #expect(ends.standIn.receive(within: .milliseconds(1)).isNothing)
        ends.send(Array("A=1".utf8))
        ends.send(Array("B=2\n".utf8))
        #expect(ends.standIn.receive().message == ["A": "1"])
        #expect(ends.standIn.receive(within: .seconds(9)).message == ["B": "2"])
        #expect(ends.standIn.receive().isNothing)
        close(ends.client.take())
        #expect(ends.standIn.receive().isEnd)
        #expect(ends.standIn.send(["A": "1"]) == .ended)
    }

    @Test("passes descriptors on, close-on-exec, and closes what nobody takes")
    func passesDescriptors() throws {
        let ends = try Ends()
        let (kept, dropped) = (Pipe(), Pipe())
        ends.send(Array("A=1".utf8), passing: [kept.writing.descriptor, dropped.writing.descriptor])
        close(kept.writing.take())
        close(dropped.writing.take())
        let taken: Int32
        do {
            let passed = ends.standIn.receive().descriptors
            try #require(passed.count == 2)
            taken = passed[0].take()
            #expect(passed[0].take() == -1)
            #expect(fcntl(taken, F_GETFD) & FD_CLOEXEC != 0)
        }
        #expect(!kept.isClosed)
        #expect(dropped.isClosed)
        close(taken)
        #expect(kept.isClosed)
    }

    @Test("passes 253 descriptors at a time, and not one more")
    func passesAsManyAsTheKernel() throws {
        let ends = try Ends()
        let many = [Int32](repeating: STDIN_FILENO, count: 253)
        #expect(ends.send(Array("A=1".utf8), passing: many))
        #expect(ends.standIn.receive().descriptors.count == 253)
        #expect(ends.standIn.send(["A": "1"], passing: many + [0]) == .tooMuch)
        #expect(ends.standIn.send(["A": String(repeating: "x", count: 70000)]) == .tooMuch)
        #expect(ends.answer() == nil)
    }

    @Test(
        "ends where the other one does not speak its language, and says so",
        arguments: [
            [0xFF], Array("hello".utf8), Array("A=\u{0}".utf8), [UInt8](repeating: UInt8(ascii: "A"), count: 65537),
            Array("A=".utf8) + [UInt8](repeating: UInt8(ascii: "x"), count: 100_000),
        ] as [[UInt8]])
    func endsWithStrangers(_ packet: [UInt8]) throws {
        let ends = try Ends()
        let pipe = Pipe()
        #expect(ends.send(packet, passing: [pipe.writing.descriptor]))
        close(pipe.writing.take())
        #expect(ends.standIn.receive().isEnd)
        #expect(pipe.isClosed)
        #expect(ends.answer()?.hasPrefix("ERROR=a packet is lines") == true)
    }

    @Test("is at its end with an empty packet, and keeps nothing that came with it")
    func endsWithAnEmptyPacket() throws {
        let ends = try Ends()
        let pipe = Pipe()
        ends.send([], passing: [pipe.writing.descriptor])
        close(pipe.writing.take())
        #expect(ends.standIn.receive().isEnd)
        #expect(pipe.isClosed)
    }

    @Test("refuses a packet of whose descriptors some have found no room, and keeps none")
    func refusesPartOfTheDescriptors() throws {
        let ends = try Ends()
        let pipe = Pipe()
        #expect(ends.send(Array("A=1".utf8), passing: [Int32](repeating: pipe.writing.descriptor, count: 200)))
        close(pipe.writing.take())
        var before = rlimit()
        getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &before)
        let next = dup(STDIN_FILENO)
        close(next)
        var narrow = rlimit(rlim_cur: rlim_t(next + 20), rlim_max: before.rlim_max)
        setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &narrow)
        let received = ends.standIn.receive()
        setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &before)
        #expect(received.isEnd)
        #expect(pipe.isClosed)
    }

    @Test("says when the other one does not read, and goes on when he does")
    func saysWhenItIsFull() throws {
        let ends = try Ends()
        let message: ControlMessage = ["A": String(repeating: "x", count: 10_000)]
        var sent = 0
        while sent < 10_000, ends.standIn.send(message) == .sent { sent += 1 }
        #expect((1..<10_000).contains(sent))
        #expect(ends.standIn.send(message, within: .milliseconds(1)) == .full)
        for _ in 0..<sent { #expect(ends.answer()?.count == 10_003) }
        #expect(ends.answer() == nil)
        #expect(ends.standIn.send(message) == .sent)
    }

    @Test("survives whatever is sent on it")
    func survivesNoise() throws {
        var random = SplitMix(seed: 66)
        let open = Self.openDescriptors
        for _ in 0..<300 {
            let ends = try Ends()
            let pipes = (0..<Int.random(in: 0...3, using: &random)).map { _ in Pipe() }
            let noise = (0..<Int.random(in: 1...200, using: &random)).map { _ in
                UInt8.random(in: 0...255, using: &random)
            }
            ends.send(noise, passing: pipes.map(\.writing.descriptor))
            #expect(ends.standIn.receive().isEnd)
        }
        #expect(Self.openDescriptors <= open + 8)
    }

    private static var openDescriptors: Int { (0..<Int32(4096)).count { fcntl($0, F_GETFD) >= 0 } }
}
