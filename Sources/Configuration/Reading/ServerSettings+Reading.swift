import DNSClient
import DNSCore
import TOML

extension ServerSettings {
    /// nil where nothing says where the server is: neither `address` nor the label.
    init?(_ label: String, _ reader: inout SectionReader, folder: String) {
        let own = try? ServerAddress(label)
        let address = reader.read("address", .address) ?? own.map { Sourced($0, reader.origin) }
        let key = reader.read("key", .string)
        let usesTLS = reader.read("tls", .boolean)
        let authorities = reader.read("tls-ca", .string)
        let pins = reader.read("tls-pin", .list(of: .pin))
        let certificateName = reader.read("tls-hostname", .string)
        guard let address else { return nil }
        self.init(label, reader.origin, address: address)
        self.key = key
        self.usesTLS = usesTLS
        self.authorities = authorities.map { Sourced(FilePath.resolve($0.value, in: folder), $0.origin) }
        self.pins = pins
        self.certificateName = certificateName
    }
}

extension ValueKind<CertificatePin> {
    static let pin = ValueKind(
        expectation: "the SHA-256 of a public key in Base64 (44 characters)",
        read: { if case .string(let text) = $0 { CertificatePin(text) } else { nil } },
        violatedRange: { _ in nil }, text: { TOMLText.string($0.description) })
}
