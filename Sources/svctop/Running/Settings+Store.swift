import Configuration
import ServiceCatalog
import Store

extension StoreFile {
    /// Where journal and history lie.
    static var usual: StoreFile {
        get throws(StoreError) {
            guard let path = FilePath.store else { throw StoreError("", .noPlace) }
            return StoreFile(path)
        }
    }
}

extension Settings {
    /// What happened, and where what happens is kept; nil where the user wants none.
    func openHistory() throws(StoreError) -> History? {
        guard keepsHistory.value else { return nil }
        return try History(try .usual, limits: HistoryLimits(age: historyAge.value))
    }

    /// For those who go on without.
    func historyOrProblem() -> (History?, String?) {
        do throws(StoreError) {
            return (try openHistory(), nil)
        } catch {
            return (nil, "no history: \(error)")
        }
    }

    func openJournal() throws(StoreError) -> Journal { try Journal(try .usual) }

    /// For those who may do without, since they change nothing.
    func openJournalIfAny() -> any JournalKeeping {
        do throws(StoreError) {
            return try openJournal()
        } catch {
            return AbsentJournal(because: error)
        }
    }
}
