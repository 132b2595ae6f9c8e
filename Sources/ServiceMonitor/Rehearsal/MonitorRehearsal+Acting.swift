import DNSClient
import DNSCore
import ServiceCatalog

extension MonitorRehearsal {
    /// What is said of an update, by the server's answer and by what the zone holds afterwards.
    package static func outcome(
        of update: Plan.Update, answered code: ResponseCode, holding records: [ResourceRecord], serial: Serial
    ) -> PlanOutcome {
        let readBack = ReadBack(RRsets(records), serial: serial)
        return UpdateJudgement(update: update, answer: .code(code), readBack: .success(readBack)).outcome
    }
}
