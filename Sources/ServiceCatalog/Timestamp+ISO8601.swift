/// Universal time as ISO 8601 writes it: `2026-09-22T14:02:31.250Z`.
extension Timestamp: CustomStringConvertible {
    package var description: String { "\(date)T\(timeOfDay).\(Self.digits(milliseconds, 3))Z" }

    /// `2026-09-22`
    package var date: String {
        let (year, month, day) = Self.civil(daysSince1970: Self.floorDivide(seconds, 86_400))
        return "\(Self.digits(year, 4))-\(Self.digits(month, 2))-\(Self.digits(day, 2))"
    }

    /// `14:02:31`
    package var timeOfDay: String {
        let second = seconds - Self.floorDivide(seconds, 86_400) * 86_400
        return [second / 3600, second / 60 % 60, second % 60].map { Self.digits($0, 2) }.joined(separator: ":")
    }

    private var seconds: Int64 { Self.floorDivide(nanoseconds, 1_000_000_000) }
    private var milliseconds: Int64 { (nanoseconds - seconds * 1_000_000_000) / 1_000_000 }

    private static func floorDivide(_ a: Int64, _ b: Int64) -> Int64 { a / b - (a % b < 0 ? 1 : 0) }

    private static func digits(_ value: Int64, _ width: Int) -> String {
        let text = String(value)
        return String(repeating: "0", count: max(0, width - text.utf8.count)) + text
    }

    /// The Gregorian date of a day number, counting years from March so that the leap day comes last.
    private static func civil(daysSince1970 days: Int64) -> (year: Int64, month: Int64, day: Int64) {
        let shifted = days + 719_468
        let era = floorDivide(shifted, 146_097)
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let marchMonth = (5 * dayOfYear + 2) / 153
        let month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * marchMonth + 2) / 5 + 1)
    }
}

extension Timestamp {
    /// `2026-09-22T14:02:31Z`, from the year 1970 on; nil for what is no such time.
    package init?(iso8601 text: String) {
        let bytes = Array(text.utf8)
        let marks: [(Int, Character)] = [(4, "-"), (7, "-"), (10, "T"), (13, ":"), (16, ":"), (19, "Z")]
        guard bytes.count == 20, marks.allSatisfy({ bytes[$0.0] == $0.1.asciiValue }) else { return nil }
        func number(_ range: Range<Int>) -> Int64? {
            bytes[range].reduce(0) { sum, byte in
                guard let sum, (0x30...0x39).contains(byte) else { return nil }
                return sum * 10 + Int64(byte - 0x30)
            }
        }
        guard let year = number(0..<4), let month = number(5..<7), let day = number(8..<10), let hour = number(11..<13),
            let minute = number(14..<16), let second = number(17..<19), (1970...2261).contains(year), hour < 24,
            minute < 60, second < 60
        else { return nil }
        let days = Self.days(year, month, day)
        guard Self.civil(daysSince1970: days) == (year, month, day) else { return nil }
        self.init(nanoseconds: (days * 86_400 + hour * 3600 + minute * 60 + second) * 1_000_000_000)
    }

    /// The inverse of `civil`.
    private static func days(_ year: Int64, _ month: Int64, _ day: Int64) -> Int64 {
        let year = month <= 2 ? year - 1 : year
        let dayOfYear = (153 * ((month + 9) % 12) + 2) / 5 + day - 1
        let yearOfEra = year % 400
        return year / 400 * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }
}
