import Glibc

/// Why there is no conversation with a stand-in, or what it says no to.
public enum ControlError: Error, Hashable, Sendable {
    case cannotListen(_ path: String, errno: Int32)
    /// Another stand-in listens there.
    case isTaken(_ path: String)
    /// The folder of a control socket cannot be made or looked at.
    case noFolder(_ path: String, errno: Int32)
    /// Others could put a socket of theirs there.
    case isOpenToOthers(_ folder: String)
    /// Nobody listens there.
    case noStandIn(_ path: String)
    case cannotConnect(_ path: String, errno: Int32)
    /// It has said nothing for so long.
    case silent(_ path: String, Duration)
    /// It has left, or what it said was not understood.
    case ended(_ path: String)
    /// In the stand-in's words.
    case refused(String)
}

extension ControlError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .cannotListen(let path, let code): "\(path): there can be no control socket: \(Self.text(code))"
        case .isTaken(let path): "\(path): another stand-in is there already"
        case .noFolder(let path, let code): "\(path): there can be no folder for the control socket: \(Self.text(code))"
        case .isOpenToOthers(let path):
            "\(path): others can write in this folder, so that a control socket in it could be anybody's"
        case .noStandIn(let path): "\(path): no stand-in is there"
        case .cannotConnect(let path, let code): "\(path): the stand-in is not reached: \(Self.text(code))"
        case .silent(let path, let time): "\(path): the stand-in has not answered for \(time.milliseconds / 1000) s"
        case .ended(let path): "\(path): the stand-in has ended the conversation without an answer"
        case .refused(let words): "the stand-in refuses: \(words)"
        }
    }

    private static func text(_ code: Int32) -> String { String(cString: strerror(code)) }
}
