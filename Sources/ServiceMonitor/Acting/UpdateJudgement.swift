import DNSClient
import DNSCore
import ServiceCatalog

/// What came of one UPDATE, from its answer and from what the zone holds afterwards.
struct UpdateJudgement {
    let update: Plan.Update
    let answer: UpdateAnswer
    /// nil where nobody could be asked, for this reason.
    let readBack: Result<ReadBack, ClientError>
    /// It was sent twice: the first may have been carried out, so that the second found its prerequisites gone.
    var isRepeated = false

    private var zone: ReadBack? { try? readBack.get() }

    /// Whether another look may show something else: the server says that it is done, or it may be at it still.
    var isWorthAnotherLook: Bool {
        guard answer.meaning == .accepted || answer.isLost, let zone else { return false }
        return !zone.fulfils(update.request) && zone.satisfiesPrerequisites(of: update.request)
    }

    /// Sending it once more can do nothing twice: if it was carried out after all, its prerequisites hold no more, or it has
    /// nothing left to change.
    var isWorthAnotherTry: Bool {
        answer.isServerFailure && zone?.satisfiesPrerequisites(of: update.request) == true
    }

    var outcome: PlanOutcome {
        guard answer.meaning != .notSent else {
            return PlanOutcome(.refused, "\(update.server) \(text.reason): nothing was sent", wasSent: false)
        }
        guard let zone else { return outcomeWithoutZone }
        let isFulfilled = zone.fulfils(update.request)
        let isAsBefore = zone.satisfiesPrerequisites(of: update.request)
        switch answer.meaning {
        case .accepted:
            if isFulfilled { return PlanOutcome(.done, "done: \(update.server) shows it", serial: zone.serial) }
            return isAsBefore ? refused(text.silentDenial, zone) : overtaken(zone)
        case .overtaken where isRepeated && isFulfilled && !isAsBefore: return foundDone(zone)
        case .overtaken: return overtaken(zone)
        case .refused: return refused(text.reason, zone)
        case .open, .notSent:
            if isFulfilled, !isAsBefore { return foundDone(zone) }
            guard isAsBefore else { return overtaken(zone) }
            return answer.isSilence || answer.isLost && isFulfilled ? unknown(zone) : refused(text.reason, zone)
        }
    }

    private var text: UpdateAnswerText {
        UpdateAnswerText(answer, zone: update.request.zone, key: update.key, knowsKey: zone?.knowsKey)
    }

    private func foundDone(_ zone: ReadBack) -> PlanOutcome {
        PlanOutcome(
            .done, "done: \(update.server) \(text.reason), but the zone shows that it was carried out, once",
            serial: zone.serial)
    }

    private func refused(_ reason: String, _ zone: ReadBack) -> PlanOutcome {
        PlanOutcome(.refused, "\(update.server) \(reason); the zone is unchanged by it", serial: zone.serial)
    }

    private func overtaken(_ zone: ReadBack) -> PlanOutcome {
        let difference = zone.firstDifference(from: update.request)
        let now = difference.map { "\($0.key): \(RRsetText($0.records))" } ?? "they are as they were shown again"
        return PlanOutcome(
            .overtaken, "someone else has changed the records first, and theirs are kept. \(now)", serial: zone.serial)
    }

    private func unknown(_ zone: ReadBack) -> PlanOutcome {
        PlanOutcome(
            .unknown,
            "\(update.server) \(text.reason). The zone is as before so far, but it may still be carried out: svctop looks"
                + " again before the next plan", serial: zone.serial)
    }

    private var outcomeWithoutZone: PlanOutcome {
        let problem = if case .failure(let error) = readBack { "\(error)" } else { "" }
        let unreadable = "the zone cannot be asked afterwards (\(problem))"
        switch answer.meaning {
        case .overtaken:
            return PlanOutcome(
                .overtaken, "someone else has changed the records first, and theirs are kept; \(unreadable)")
        case .refused: return PlanOutcome(.refused, "\(update.server) \(text.reason); \(unreadable)")
        case .open where answer.isUnsigned:
            return PlanOutcome(.refused, "\(update.server) \(text.reason); \(unreadable)")
        case .accepted:
            return PlanOutcome(.unknown, "\(update.server) says that it is done, but \(unreadable)")
        case .open, .notSent:
            return PlanOutcome(
                .unknown,
                "\(update.server) \(text.reason), and \(unreadable): whether it was carried out is open. svctop looks again"
                    + " before the next plan")
        }
    }
}
