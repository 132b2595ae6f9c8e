import ArgumentParser
import Crypto
import NIOCore
import NIOPosix
import NIOSSL
import TOMLKit

@main
struct Svctop {
    static func main() {}
}
