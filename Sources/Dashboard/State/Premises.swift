import DNSCore

/// What the program was started with, as far as the screen cares.
package struct Premises: Sendable {
    /// What a zone is to its admins: `prod` changes the frame's colour and makes plans ask for more.
    package struct Context: Hashable, Sendable {
        /// As the configuration calls it: `prod`, `lab`.
        package var name: String
        package var isProduction: Bool

        package init(name: String, isProduction: Bool) {
            self.name = name
            self.isProduction = isProduction
        }
    }

    /// Nothing may be changed by this program.
    package var isReadOnly = false
    package var isMouseOn = true
    package var contexts: [DomainName: Context] = [:]
    /// Names of the themes that there are, in the order of the picker.
    package var themes: [String] = []
    package var notifications = NotificationWay.off

    package init() {}
}
