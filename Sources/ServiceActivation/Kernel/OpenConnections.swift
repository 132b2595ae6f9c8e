import CPlatform
import Glibc

/// How many connections are open at sockets of ours, as the kernel counts them: those that a program has accepted and not
/// closed, and those that wait to be accepted.
package enum OpenConnections {
    /// TCP, of both families. Only the end whose local port it is counts, though both ends of a connection within this host are
    /// in the kernel's table.
    ///
    /// The kernel walks its whole table once a family; memory is bounded however long the table is.
    /// - Returns: as many entries as ports, also for those without a connection; nil where the kernel does not tell.
    package static func tcp(at ports: Set<UInt16>) -> [UInt16: Int]? {
        let ascending = ports.sorted()
        var counts = [UInt32](repeating: 0, count: ascending.count)
        guard platform_open_connections(ascending, &counts, UInt32(ascending.count)) == 0 else { return nil }
        return Dictionary(uniqueKeysWithValues: zip(ascending, counts.map { Int($0) }))
    }

    /// Unix stream sockets, by the path that their listener was bound to.
    /// - Returns: as many entries as paths; nil where the kernel does not tell.
    package static func local(at paths: Set<String>) -> [String: Int]? {
        let ordered = Array(paths)
        var counts = [UInt32](repeating: 0, count: ordered.count)
        let texts = ordered.map { UnsafePointer<CChar>(strdup($0)) }
        defer { for text in texts { free(UnsafeMutablePointer(mutating: text)) } }
        guard !texts.contains(nil), let count = UInt32(exactly: texts.count) else { return nil }
        guard platform_open_local_connections(texts, &counts, count) == 0 else { return nil }
        return Dictionary(uniqueKeysWithValues: zip(ordered, counts.map { Int($0) }))
    }
}
