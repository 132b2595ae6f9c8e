import DNSClient
import DNSCore
import ServiceCatalog

/// Carries out one UPDATE and finds out what came of it.
struct UpdateExecution: Sendable {
    let update: Plan.Update
    /// The primary, with the key of the update.
    let server: Server
    /// The primary as it is read.
    let reader: Server?
    let client: DNSClient

    /// Between two looks at a zone that does not show yet what it should.
    private static let pause = Duration.milliseconds(400)
    private static let looks = 4

    func run() async -> PlanOutcome {
        var judgement = await send()
        if judgement.isWorthAnotherTry {
            judgement = await send()
            judgement.isRepeated = true
        }
        return judgement.outcome
    }

    private func send() async -> UpdateJudgement {
        let answer = await answer()
        var judgement = await judge(answer)
        var left = Self.looks
        while left > 0, judgement.isWorthAnotherLook {
            try? await Task.sleep(for: Self.pause)
            judgement = await judge(answer)
            left -= 1
        }
        return judgement
    }

    private func answer() async -> UpdateAnswer {
        do throws(ClientError) {
            return .code(try await client.update(update.request, at: server).header.responseCode)
        } catch {
            return .failed(error)
        }
    }

    private func judge(_ answer: UpdateAnswer) async -> UpdateJudgement {
        UpdateJudgement(
            update: update, answer: answer,
            readBack: answer.meaning == .notSent ? .failure(.cancelled) : await readBack())
    }

    func readBack() async -> Result<ReadBack, ClientError> {
        do throws(ClientError) {
            return .success(try await ReadBack.read(update.request, at: server, or: reader, client: client))
        } catch {
            return .failure(error)
        }
    }
}
