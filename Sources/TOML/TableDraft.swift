/// A table while its document is read: it knows how it came to be, and so what may still be added to it (TOML 1.0, "Table").
///
/// A reference, so that adding costs the same however large it has grown; none outlives the reading.
final class TableDraft {
    enum Kind: Equatable {
        /// Only named on the way to another: a header of its own may follow.
        case implied
        /// Has had its header.
        case headed
        /// Made by dotted keys of this section: more of them may follow there.
        case dotted(section: Int)
    }

    enum Entry {
        case value(TOMLNode)
        case table(TableDraft)
        /// `[[name]]`
        case tables([TableDraft])
    }

    /// Why a key cannot be put where it should go.
    enum Conflict: Error {
        /// With the line of the first.
        case repeated(key: String, line: Int)
        case isNoTable(key: String, line: Int)
    }

    private var kind: Kind
    let line: Int
    private var members: [String: Entry] = [:]

    init(_ kind: Kind, line: Int) {
        self.kind = kind
        self.line = line
    }

    /// The table that a header begins.
    func begin(_ path: ArraySlice<String>, isElement: Bool, line: Int) throws(Conflict) -> TableDraft {
        guard let key = path.first else { return self }
        guard path.count == 1 else {
            return try descend(key, line: line).begin(path.dropFirst(), isElement: isElement, line: line)
        }
        let new = TableDraft(.headed, line: line)
        switch members[key] {
        case nil: members[key] = isElement ? .tables([new]) : .table(new)
        case .tables(let tables) where isElement: members[key] = .tables(tables + [new])
        case .table(let table) where !isElement && table.kind == .implied:
            table.kind = .headed
            return table
        case .some(let entry): throw .repeated(key: key, line: entry.line)
        }
        return new
    }

    private func descend(_ key: String, line: Int) throws(Conflict) -> TableDraft {
        switch members[key] {
        case nil:
            let new = TableDraft(.implied, line: line)
            members[key] = .table(new)
            return new
        case .table(let table): return table
        case .tables(let tables): return tables.last ?? self
        case .value(let node): throw .isNoTable(key: key, line: node.line)
        }
    }

    /// Puts a value in, below the tables that a dotted key names.
    func insert(_ node: TOMLNode, at path: ArraySlice<String>, section: Int) throws(Conflict) {
        guard let key = path.first else { return }
        guard path.count > 1 else {
            if let known = members[key] { throw .repeated(key: key, line: known.line) }
            members[key] = .value(node)
            return
        }
        let next: TableDraft
        switch members[key] {
        case nil:
            next = TableDraft(.dotted(section: section), line: node.line)
            members[key] = .table(next)
        case .table(let table) where table.kind == .implied || table.kind == .dotted(section: section):
            table.kind = .dotted(section: section)
            next = table
        case .value(let node): throw .isNoTable(key: key, line: node.line)
        case .some(let entry): throw .repeated(key: key, line: entry.line)
        }
        try next.insert(node, at: path.dropFirst(), section: section)
    }

    var node: TOMLNode { TOMLNode(value: .table(members.mapValues(\.node)), line: line) }
}

extension TableDraft.Entry {
    fileprivate var line: Int {
        switch self {
        case .value(let node): node.line
        case .table(let table): table.line
        case .tables(let tables): tables.first?.line ?? 1
        }
    }

    fileprivate var node: TOMLNode {
        switch self {
        case .value(let node): node
        case .table(let table): table.node
        case .tables(let tables): TOMLNode(value: .list(tables.map(\.node)), line: line)
        }
    }
}
