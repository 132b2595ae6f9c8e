import Configuration
import Store

extension Settings {
    /// Where journal and history lie.
    var storeFile: StoreFile {
        get throws(StoreError) {
            guard let path = FilePath.store else { throw StoreError("", .noPlace) }
            return StoreFile(path)
        }
    }

    /// What happened, and where what happens is kept; nil where the user wants none.
    func openHistory() throws(StoreError) -> History? {
        guard keepsHistory.value else { return nil }
        return try History(try storeFile, limits: HistoryLimits(age: historyAge.value))
    }

    /// For those who go on without.
    func historyOrProblem() -> (History?, String?) {
        do throws(StoreError) {
            return (try openHistory(), nil)
        } catch {
            return (nil, "no history: \(error)")
        }
    }

    func openJournal() throws(StoreError) -> Journal { try Journal(try storeFile) }
}
