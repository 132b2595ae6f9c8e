/// What the command line says, as it was typed: it wins over the file.
package struct Overrides: Sendable {
    package var zones: [String] = []
    /// Labels of the file, or addresses; the first is asked, the others are replicas.
    package var servers: [String] = []
    /// For servers without a port of their own.
    package var port: UInt16?
    package var keyFile: String?
    /// `[algorithm:]name:secret`
    package var key: String?
    package var usesTLS = false
    package var authorities: String?
    package var pins: [String] = []
    package var certificateName: String?
    package var names: [String] = []
    package var poll: String?
    package var interval: String?
    package var timeout: String?
    package var notify: String?
    package var probes: Bool?
    package var history: Bool?
    package var isReadOnly: Bool?
    package var theme: String?
    package var colour: String?
    package var ascii: Bool?
    package var mouse: Bool?
    package var notifications: String?

    package init() {}
}
