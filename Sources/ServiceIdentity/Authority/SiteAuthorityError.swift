import DNSCore
import SmallFiles

/// Why an authority cannot do what it is asked for.
package enum SiteAuthorityError: Error, Hashable, Sendable {
    /// A name that cannot stand in a certificate.
    case badName(String)
    case badTitle(String)
    /// There is an authority in the folder already.
    case isThere(folder: String)
    case noAuthority(folder: String)
    /// The key in the folder is not that of the certificate.
    case mismatch(folder: String)
    /// The authority's own certificate. Seconds since 1970.
    case expired(folder: String, at: Int64)
    /// There is a certificate of that name already.
    case isIssued(DomainName, file: String)
    case notIssued(DomainName)
    /// The key that a certificate is to be renewed for is gone, or is none.
    case noKey(file: String, reason: String)
    case cannotWrite(FileFailure)
    case cannotRead(file: String, reason: String)
    /// What a path may not contain in the index.
    case badPath(String)
    case cannotSign(reason: String)
}

extension SiteAuthorityError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .badName(let name):
            "\(name) cannot be the name in a certificate: letters, digits, hyphens and dots, "
                + "and before them the service as in _http._tcp"
        case .badTitle(let text): "an authority cannot be called '\(text)': 1 to 64 printable characters of ASCII"
        case .isThere(let folder): "there is an authority in \(folder) already, and nothing is overwritten"
        case .noAuthority(let folder): "there is no authority in \(folder): make one with `svctop ca init`"
        case .mismatch(let folder): "\(folder): the key in ca.key is not that of the certificate in ca.pem"
        case .expired(let folder, let time):
            "the authority in \(folder) expired on \(UTCDate(seconds: time)): make a new one in another folder"
        case .isIssued(let name, let file): "\(name) has a certificate already, \(file): `svctop ca renew` renews it"
        case .notIssued(let name): "no certificate was issued for \(name): `svctop ca list` shows those that were"
        case .noKey(let file, let reason): "\(file): \(reason): renew with --new-key, or bring the key back"
        case .cannotWrite(let failure): failure.isThere ? "\(failure), and nothing is overwritten" : "\(failure)"
        case .cannotRead(let file, let reason): "\(file): \(reason)"
        case .badPath(let path): "'\(path)' cannot be remembered: there are control characters in it"
        case .cannotSign(let reason): "cannot sign: \(reason)"
        }
    }
}
