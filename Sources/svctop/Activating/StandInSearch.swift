import ActivationControl

/// The stand-ins that a command of `svctop activate` is about.
struct StandInSearch {
    private let places: [ControlPlace]
    /// Whether one is meant, and has to be there.
    private let isGiven: Bool

    /// - Parameter path: of a control socket; nil for all that are found in the usual folders.
    init(_ path: String?) {
        isGiven = path != nil
        places = path.map { [ControlPlace(path: $0)] } ?? ControlPlace.found()
    }

    struct Found {
        let place: ControlPlace
        let status: StandInStatus

        var client: StandInClient { StandInClient(at: place.path) }
    }

    /// All that answer.
    /// - Parameter onTrouble: told why one does not.
    func all(onTrouble: (ControlError) -> Void) throws(Failure) -> [Found] {
        var found: [Found] = []
        for place in places {
            do throws(ControlError) {
                found.append(Found(place: place, status: try StandInClient(at: place.path).status()))
            } catch {
                if isGiven { throw Failure("\(error)") }
                // What a stand-in that was killed has left is no trouble.
                if case .noStandIn = error { continue }
                onTrouble(error)
            }
        }
        return found
    }

    /// The one that has a service of that name.
    func standIn(of service: String) throws(Failure) -> Found {
        let all = try all { StandardError.say("\($0)") }
        let fitting = all.filter { $0.status.services.contains { $0.service == service } }
        guard fitting.count < 2 else {
            let paths = fitting.map(\.place.path).joined(separator: " or ")
            throw Failure("several stand-ins have a service '\(service)': choose by --control \(paths)", .usage)
        }
        guard let found = fitting.first else {
            throw all.isEmpty ? Self.nobody : Self.unknown(service, to: all)
        }
        return found
    }

    /// Where there is none at all.
    static var nobody: Failure {
        let folders = ControlPlace.candidates()
        let place =
            folders.isEmpty ? "none of the usual folders is there" : "none in \(folders.joined(separator: ", "))"
        return Failure("no stand-in is found: \(place); --control says where one is")
    }

    private static func unknown(_ service: String, to all: [Found]) -> Failure {
        let names = all.flatMap(\.status.services).map(\.service)
        let some = names.prefix(10).joined(separator: ", ") + (names.count > 10 ? " and \(names.count - 10) more" : "")
        return Failure("no stand-in has a service '\(service)'; there are: \(some)", .usage)
    }
}

/// A refusal is about a service, all else about the stand-in.
func failing<Value>(_ service: String, _ body: () throws(ControlError) -> Value) throws(Failure) -> Value {
    do throws(ControlError) {
        return try body()
    } catch .refused(let words) {
        throw Failure("\(service): \(words)")
    } catch {
        throw Failure("\(error)")
    }
}
