import Terminal

/// A name with a port in at most `width` columns: what there is no room for is left out of the middle, so that the port and
/// what tells one host from the next stay.
func cutInTheMiddle(_ text: String, width: Int, repertoire: Repertoire) -> String {
    let columns = { (part: String) in TextWidth.columns(of: part, repertoire: repertoire) }
    guard width > 0, columns(text) > width, let colon = text.lastIndex(of: ":") else { return text }
    let port = String(text[colon...])
    let room = width - columns(port) - 1
    guard room >= 4 else { return text }
    let host = Array(text[..<colon])
    let tail = String(fitting(host.reversed(), in: room * 2 / 5, columns).reversed())
    let head = String(fitting(host, in: room - columns(tail), columns))
    return head + (repertoire == .ascii ? "~" : "…") + tail + port
}

/// As many characters from the beginning as have room.
private func fitting(_ characters: [Character], in room: Int, _ columns: (String) -> Int) -> [Character] {
    var used = 0
    return Array(
        characters.prefix { character in
            used += columns(String(character))
            return used <= room
        })
}
