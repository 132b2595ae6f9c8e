import DNSCore
import SmallFiles
import TOML

/// Where a key's secret is: in the configuration itself, or in a file of its own.
struct KeySource {
    let label: String
    /// The name that a key is wanted by; nil for whatever there is.
    let name: DomainName?
    let algorithm: String?
    let folder: String

    private(set) var kind = KeySettings.Source.inline
    private(set) var warnings: [String] = []

    init(label: String, name: DomainName?, algorithm: String?, folder: String) {
        self.label = label
        self.name = name
        self.algorithm = algorithm
        self.folder = folder
    }

    /// The key, or nil with a note of what is wrong.
    mutating func key(secret: Sourced<String>?, path: Sourced<String>?, _ reader: inout SectionReader) -> TSIGKey? {
        switch (secret, path) {
        case (let secret?, nil): return inlineKey(secret, &reader)
        case (nil, let path?):
            do throws(FileError) {
                guard algorithm == nil else {
                    throw FileError("`algorithm` stands in the key file: take it out here")
                }
                let path = FilePath.resolve(path.value, in: folder)
                kind = .file(path)
                let file = try KeyFileContent(path)
                warnings += file.warnings
                return try file.key(named: name, orLabelled: label)
            } catch {
                reader.note(path.line ?? reader.line, "`file` in [\(reader.name)]: \(error)")
                return nil
            }
        case (.some, .some):
            reader.note(reader.line, "[\(reader.name)] has both a `secret` and a `file`: take one out")
        case (nil, nil):
            reader.noteMissing("[\(reader.name)] has neither a `secret` nor a `file`")
        }
        return nil
    }

    private func inlineKey(_ secret: Sourced<String>, _ reader: inout SectionReader) -> TSIGKey? {
        let line = secret.line ?? reader.line
        guard let name = name ?? (try? DomainName(label)) else {
            reader.note(reader.line, "[\(reader.name)] needs a `name`: \(TOMLText.string(label)) is no domain name")
            return nil
        }
        guard let secretBytes = Base64.decode(secret.value) else {
            reader.note(line, "`secret` in [\(reader.name)] is not valid Base64")
            return nil
        }
        do {
            let sample = try algorithm.map { try TSIGKey(argument: "\($0):sample:AAAA") }
            return try TSIGKey(
                name: name, algorithm: sample?.algorithm ?? .hmacSHA256, secret: secretBytes,
                macLength: sample?.macLength)
        } catch {
            reader.note(line, "[\(reader.name)]: \(error)")
            return nil
        }
    }
}

/// A key file on the disk.
package struct KeyFileContent {
    package let path: String
    package let keys: KeyFile
    /// Whoever can read the file can do what the key allows.
    package let warnings: [String]

    private static let limit = 1 << 16

    package init(_ path: String) throws(FileError) {
        self.path = path
        let file: TextFile
        do throws(TextFile.Failure) {
            file = try TextFile(path, limit: Self.limit)
        } catch {
            throw FileError(file: path, "\(error)")
        }
        do throws(KeyFileError) {
            keys = try KeyFile(file.text)
        } catch {
            throw FileError(file: path, line: error.line, "\(error.fault)")
        }
        warnings = file.isReadableByAll ? ["\(path) can be read by everyone: chmod o-r \(path)"] : []
    }

    /// The key of that name; without one, the key that bears the label, else the only one.
    package func key(named name: DomainName?, orLabelled label: String? = nil) throws(FileError) -> TSIGKey {
        let names = keys.keys.map(\.name.description).joined(separator: ", ")
        if let name {
            guard let key = keys[name] else {
                throw FileError(file: path, "there is no key \(name) in it, but \(names)")
            }
            return key
        }
        if let label, let name = try? DomainName(label), let key = keys[name] { return key }
        guard let key = keys.keys.first, keys.keys.count == 1 else {
            throw FileError(
                file: path, "there are several keys in it: say by `name` which is meant of \(names)")
        }
        return key
    }
}

extension Sourced {
    var line: Int? { origin.line }
}

extension ValueKind<String> {
    /// An algorithm's name, with the bits of a truncated MAC at the end where it is to be one.
    static let algorithm = ValueKind(
        expectation: TSIGAlgorithm.allCases.dropLast().map(\.rawValue).joined(separator: ", ") + " or hmac-sha512",
        read: { value in
            guard case .string(let text) = value, !text.contains(":") else { return nil }
            return (try? TSIGKey(argument: "\(text):sample:AAAA")).map { _ in text }
        }, violatedRange: { _ in nil }, text: TOMLText.string)

    static let secret = ValueKind(
        expectation: "a string in Base64", read: string.read, violatedRange: { _ in nil },
        text: { _ in TOMLText.string(mask) })

    /// What stands for a secret wherever one would be shown.
    static let mask = "********"
}
