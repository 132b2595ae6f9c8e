import ServiceSupervision

extension ProcessUser {
    /// From the command line.
    init(argument text: String) throws(Failure) {
        do throws(AccountError) {
            try self.init(named: text)
        } catch {
            throw Failure("\(error)", .usage)
        }
    }
}
