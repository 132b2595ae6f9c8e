/// Seconds since 1970 as RRSIG records write them: `YYYYMMDDHHmmSS` in UTC (RFC 4034 section 3.2).
package enum SignatureTime {
    package static func text(_ seconds: UInt32) -> String {
        let (days, rest) = Int(seconds).quotientAndRemainder(dividingBy: 86_400)
        let (year, month, day) = civil(days)
        return "\(year)" + [month, day, rest / 3600, rest / 60 % 60, rest % 60].map(twoDigits).joined()
    }

    /// Fourteen digits are a date, up to ten the seconds themselves.
    package static func seconds(_ text: some Collection<UInt8>) -> UInt32? {
        guard text.count == 14 else { return RecordTextReader.decimal(text) }
        guard let number: UInt64 = RecordTextReader.decimal(text) else { return nil }
        let fields = [100, 100, 100, 100, 100].reduce(into: (rest: Int(number), parts: [Int]())) { state, base in
            state.parts.append(state.rest % base)
            state.rest /= base
        }
        let (second, minute, hour) = (fields.parts[0], fields.parts[1], fields.parts[2])
        let (day, month, year) = (fields.parts[3], fields.parts[4], fields.rest)
        let days = daysSince1970(year, month, day)
        guard second < 60, minute < 60, hour < 24, civil(days) == (year, month, day) else { return nil }
        return UInt32(exactly: days * 86_400 + hour * 3600 + minute * 60 + second)
    }

    private static func twoDigits(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }

    /// The proleptic Gregorian calendar, in years that begin in March.
    private static func daysSince1970(_ year: Int, _ month: Int, _ day: Int) -> Int {
        let years = month > 2 ? year : year - 1
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        return years * 365 + years / 4 - years / 100 + years / 400 + dayOfYear - 719_468
    }

    /// For days from 1970 on.
    private static func civil(_ days: Int) -> (year: Int, month: Int, day: Int) {
        let shifted = days + 719_468
        let era = shifted / 146_097
        let dayOfEra = shifted % 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * shiftedMonth + 2) / 5 + 1)
    }
}
