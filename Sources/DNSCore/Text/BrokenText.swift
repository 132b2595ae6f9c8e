/// Long Base64 and hexadecimal as dig prints it: a blank after every 56 characters.
func broken(_ text: String) -> String {
    var parts: [Substring] = []
    var rest = text[...]
    while !rest.isEmpty {
        parts.append(rest.prefix(56))
        rest = rest.dropFirst(56)
    }
    return parts.joined(separator: " ")
}
