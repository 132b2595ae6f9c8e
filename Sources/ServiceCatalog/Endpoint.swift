import DNSCore

/// How a service is reached: the second label of its name (RFC 2782 `_Proto`).
package enum Transport: UInt8, Sendable {
    case tcp
    case udp
}

/// An address and port where an instance answers: what is probed.
package struct Endpoint: Hashable, Sendable {
    package var address: IPAddress
    package var port: UInt16
    package var transport: Transport

    package init(address: IPAddress, port: UInt16, transport: Transport) {
        self.address = address
        self.port = port
        self.transport = transport
    }
}

/// The result of one probe.
package struct Observation: Hashable, Sendable {
    package var at: Timestamp
    /// `none` when it answered.
    package var failure: Reason
    package var phases: ProbePhases

    package init(at: Timestamp, failure: Reason, phases: ProbePhases) {
        self.at = at
        self.failure = failure
        self.phases = phases
    }

    package var answered: Bool { failure == .none }
}

/// How long each part of a probe took, in microseconds; 0 for a part that there was not. Name resolution is never in it.
package struct ProbePhases: Hashable, Sendable {
    package var connect: UInt32
    package var tls: UInt32
    /// From the request's last byte to the answer's first.
    package var firstByte: UInt32

    package init(connect: UInt32 = 0, tls: UInt32 = 0, firstByte: UInt32 = 0) {
        self.connect = connect
        self.tls = tls
        self.firstByte = firstByte
    }

    package var total: UInt32 {
        let (sum, overflow) = connect.addingReportingOverflow(tls)
        let (all, overflow2) = sum.addingReportingOverflow(firstByte)
        return overflow || overflow2 ? .max : all
    }
}

/// What an endpoint's recent probes add up to: `down` takes N failures in a row, `up` after that M answers.
package enum Verdict: UInt8, Sendable {
    case unknown
    case up
    case suspect
    case down
    /// Was down; answers, fewer than M times yet. Counts as down.
    case recovering
}
