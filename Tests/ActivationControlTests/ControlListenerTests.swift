import CPlatform
import Dispatch
import Glibc
import PeerServers
import Synchronization
import Testing

@testable import ActivationControl

@Suite("The control socket") struct ControlListenerTests {
    private let folder: TemporaryFolder
    private let path: String

    init() throws {
        folder = try TemporaryFolder()
        path = "\(folder.path)/web.sock"
    }

    @Test("is there for everybody, and nothing lies beside it")
    func isForEverybody() throws {
        let mask = umask(0o077)
        defer { umask(mask) }
        let listener = try ControlListener(at: path)
        var file = stat()
        #expect(lstat(path, &file) == 0)
        #expect(file.st_mode == S_IFSOCK | 0o666)
        #expect(names == ["web.sock"])
        #expect(fcntl(listener.descriptor, F_GETFD) & FD_CLOEXEC != 0)
        #expect(listener.accept() == nil)
    }

    @Test("takes the place of one that nobody listens to any more")
    func replacesWhatIsLeft() throws {
        do { _ = try ControlListener(at: path) }
        #expect(names == ["web.sock"])
        #expect(throws: ControlError.noStandIn(path)) { try StandInClient(at: path).reports() }
        let standIn = try SmallStandIn(at: path, .init(services: [ServiceReport("web", .dormant, since: 1)]))
        #expect(try StandInClient(at: path).reports().map(\.service) == ["web"])
        standIn.end()
    }

    @Test("leaves one alone that is listened to, unless it is to be replaced")
    func leavesOthersAlone() throws {
        let first = try ControlListener(at: path)
        #expect(throws: ControlError.isTaken(path)) { try ControlListener(at: path) }
        let second = try ControlListener(at: path, replacing: true)
        first.end(removing: true)
        #expect(names == ["web.sock"])
        second.end(removing: false)
        #expect(names == ["web.sock"])
        second.end(removing: true)
        #expect(names == [])
    }

    @Test("leaves alone what is no socket", arguments: [false, true])
    func leavesFilesAlone(_ replacing: Bool) throws {
        try folder.write("web.sock", "precious")
        #expect(throws: ControlError.cannotListen(path, errno: ENOTSOCK)) {
            try ControlListener(at: path, replacing: replacing)
        }
        #expect(folder.read("web.sock") == "precious")
        #expect(names == ["web.sock"])
    }

    @Test("has no longer path than the kernel takes, and needs a folder")
    func needsAPlace() {
        let long = "\(folder.path)/\(String(repeating: "x", count: 100)).sock"
        #expect(throws: ControlError.cannotListen(long, errno: ENAMETOOLONG)) { try ControlListener(at: long) }
        let nowhere = "\(folder.path)/none/web.sock"
        #expect(throws: ControlError.cannotListen(nowhere, errno: ENOENT)) { try ControlListener(at: nowhere) }
    }

    @Test("goes on with the next stand-in, which is handed it")
    func isHandedOn() throws {
        let first = try ControlListener(at: path)
        let handed = PassedDescriptor(owning: fcntl(first.descriptor, F_DUPFD_CLOEXEC, 0))
        let second = try ControlListener(owning: handed, at: path)
        let waiting = Mutex(false)
        let queue = DispatchQueue(label: "client")
        queue.async { waiting.withLock { $0 = (try? StandInClient(at: path, patience: .zero).reports()) != nil } }
        queue.sync {}
        #expect(second.accept()?.receive().message == ["REQUEST": "status"])
        second.end(removing: true)
        #expect(names == [])
    }

    @Test("is there at every moment while it is replaced, a thousand times: nobody who connects is refused")
    func isThereAtEveryMoment() throws {
        var listener = try ControlListener(at: path)
        let isOver = Mutex(false)
        let results = Mutex<(connected: Int, refused: Int)>((0, 0))
        let clients = DispatchGroup()
        for number in 0..<4 {
            DispatchQueue(label: "client \(number)").async(group: clients) {
                while !isOver.withLock({ $0 }) {
                    let connection = platform_packets_connect(path, 10_000)
                    results.withLock { if connection < 0 { $0.refused += 1 } else { $0.connected += 1 } }
                    if connection >= 0 { close(connection) }
                }
            }
        }
        for _ in 0..<1000 { listener = try ControlListener(at: path, replacing: true) }
        isOver.withLock { $0 = true }
        clients.wait()
        #expect(results.withLock { $0.refused } == 0)
        #expect(results.withLock { $0.connected } > 100)
        listener.end(removing: true)
        #expect(names == [])
    }

    @Test("answers all who connect while it is replaced, again and again")
    func answersAllMeanwhile() throws {
        let services = [ServiceReport("web", .dormant, since: 1)]
        var standIn = try SmallStandIn(at: path, .init(services: services))
        let isOver = Mutex(false)
        let results = Mutex<(answers: Int, errors: [any Error])>((0, []))
        let clients = DispatchGroup()
        for number in 0..<4 {
            DispatchQueue(label: "client \(number)").async(group: clients) {
                while !isOver.withLock({ $0 }) {
                    // Asked once only: `StandInClient` asks again where the one has left.
                    let answer = Result {
                        try Conversation(with: StandInClient(at: path), .status).status().services
                    }
                    results.withLock { results in
                        switch answer {
                        case .success(let found): results.answers += found == services ? 1 : 0
                        case .failure(let error): results.errors.append(error)
                        }
                    }
                }
            }
        }
        for _ in 0..<100 {
            let next = try SmallStandIn(at: path, replacing: true, .init(services: services))
            let answered = results.withLock { $0.answers }
            standIn.end()
            standIn = next
            // On to the next once this one has served.
            while results.withLock({ $0.answers < answered + 20 && $0.errors.isEmpty }) { usleep(200) }
        }
        isOver.withLock { $0 = true }
        clients.wait()
        results.withLock {
            #expect($0.errors.isEmpty)
            #expect($0.answers > 2000)
        }
        standIn.end()
        #expect(names == [])
    }

    /// All that lies in the folder.
    private var names: [String] {
        guard let stream = opendir(folder.path) else { return [] }
        defer { closedir(stream) }
        var names: [String] = []
        while let entry = readdir(stream) {
            names.append(
                withUnsafeBytes(of: &entry.pointee.d_name) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) })
        }
        return names.filter { !$0.allSatisfy { $0 == "." } }.sorted()
    }
}
