/// A port that a program serves at.
package struct ServicePort: Hashable, Sendable {
    /// Its name for the program.
    package var label: String
    package var port: UInt16
    package var isDatagram: Bool
    /// The listening sockets that it is handed; none where it listens by itself.
    package var descriptors: [Int32]

    package init(label: String, port: UInt16, isDatagram: Bool = false, descriptors: [Int32] = []) {
        self.label = label
        self.port = port
        self.isDatagram = isDatagram
        self.descriptors = descriptors
    }
}
