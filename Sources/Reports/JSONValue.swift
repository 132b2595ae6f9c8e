/// A small JSON document; large ones are written row by row.
package indirect enum JSONValue: Hashable, Sendable {
    case null
    case truth(Bool)
    case integer(Int64)
    case number(Double)
    case text(String)
    case list([JSONValue])
    /// In the order in which it is written.
    case object([Member])

    package struct Member: Hashable, Sendable {
        var name: String
        var value: JSONValue
    }
}

extension JSONValue: ExpressibleByDictionaryLiteral, ExpressibleByNilLiteral {
    package init(dictionaryLiteral elements: (String, JSONValue)...) {
        self = .object(elements.map { Member(name: $0, value: $1) })
    }

    package init(nilLiteral: ()) { self = .null }

    package init(_ text: String?) { self = text.map(JSONValue.text) ?? .null }

    package init(_ number: Double?) { self = number.map(JSONValue.number) ?? .null }

    package init(_ number: (some BinaryInteger)?) { self = number.map { .integer(Int64(clamping: $0)) } ?? .null }
}

extension Output {
    package mutating func write(_ value: JSONValue) {
        switch value {
        case .null: write("null" as StaticString)
        case .truth(true): write("true" as StaticString)
        case .truth(false): write("false" as StaticString)
        case .integer(let number): write(String(number))
        case .number(let number):
            var field = FieldText()
            field.append(number)
            write(field.bytes)
        case .text(let text): write(json: text)
        case .list(let values):
            write(UInt8(ascii: "["))
            for (index, value) in values.enumerated() {
                if index > 0 { write(UInt8(ascii: ",")) }
                write(value)
            }
            write(UInt8(ascii: "]"))
        case .object(let members):
            write(UInt8(ascii: "{"))
            for (index, member) in members.enumerated() {
                if index > 0 { write(UInt8(ascii: ",")) }
                write(json: member.name)
                write(UInt8(ascii: ":"))
                write(member.value)
            }
            write(UInt8(ascii: "}"))
        }
    }
}
