import Glibc

/// A user by number or by name.
struct UserNumber {
    let value: UInt32

    init(_ text: String) throws(Failure) {
        if let number = UInt32(text) {
            value = number
        } else if let entry = getpwnam(text) {
            value = entry.pointee.pw_uid
        } else {
            throw Failure("there is no user '\(text)'", .usage)
        }
    }
}
