import DNSCore
import ServiceCatalog
import Terminal

/// `watch`: events as they happen, a line each.
package struct EventReport {
    package enum Form: Hashable, Sendable {
        /// One JSON object a line.
        case json
        case text(Repertoire)
    }

    private let form: Form

    package init(_ form: Form) { self.form = form }

    package func write(_ event: Event, to output: inout Output) {
        switch form {
        case .json: writeJSON(event, to: &output)
        case .text(let repertoire): output.write(Sanitiser.visible(event.line, repertoire: repertoire))
        }
        output.write("\n")
    }

    private func writeJSON(_ event: Event, to output: inout Output) {
        output.write("{\"time\":")
        output.write(json: event.at.description)
        output.write(",\"zone\":")
        output.write(json: event.zone.description)
        output.write(",\"serial\":\(event.serial?.description ?? "null")")
        output.write(",\"event\":")
        output.write(json: event.kind.name)
        output.write(",\"service\":")
        output.write(json: event.service.description)
        output.write(",\"instance\":")
        output.write(json: event.instance)
        output.write(",\"reason\":")
        output.write(json: event.reason == .none ? nil : event.reason.description)
        switch event.kind {
        case .changed(let what):
            output.write(",\"changed\":")
            output.write(json: what)
        case .impostor(let what), .started(let what), .stopped(let what), .startFailed(let what), .suspended(let what):
            output.write(",\"detail\":")
            output.write(json: what.isEmpty ? nil : what)
        case .failover(let failover):
            write(failover.before, as: ",\"before\":[", to: &output)
            write(failover.after, as: ",\"after\":[", to: &output)
        default: break
        }
        output.write("}")
    }

    private func write(_ servers: [Failover.Server], as key: StaticString, to output: inout Output) {
        output.write(key)
        var isFirst = true
        for server in servers {
            output.write(isFirst ? "{\"instance\":" : ",{\"instance\":")
            isFirst = false
            output.write(json: server.instance)
            var field = FieldText()
            field.append(server.share)
            output.write(",\"priority\":\(server.priority),\"share\":")
            output.write(field.bytes)
            output.write("}")
        }
        output.write("]")
    }
}

extension Event {
    /// `2026-09-22T14:02:31Z  down        web2:8080 of _http._tcp.example.: connection refused`
    fileprivate var line: String {
        let word = kind.name
        let padding = String(repeating: " ", count: max(1, 12 - word.utf8.count))
        return "\(at.date)T\(at.timeOfDay)Z  \(word)\(padding)\(what)"
    }

    private var what: String {
        switch kind {
        case .failover(let failover):
            "\(service): \(Self.list(failover.before)) -> \(Self.list(failover.after))"
        case .changed(let what), .impostor(let what): "\(instance) of \(service): \(what)"
        case .started(let what), .stopped(let what), .startFailed(let what), .suspended(let what):
            "\(instance) of \(service)" + (what.isEmpty ? "" : ": \(what)")
        default: reason == .none ? "\(instance) of \(service)" : "\(instance) of \(service): \(reason)"
        }
    }

    private static func list(_ servers: [Failover.Server]) -> String {
        guard !servers.isEmpty else { return "nothing" }
        return servers.map { server in
            var share = FieldText()
            share.append(percent: server.share)
            return "\(server.instance) \(String(decoding: share.bytes, as: UTF8.self))"
        }.joined(separator: ", ")
    }
}
