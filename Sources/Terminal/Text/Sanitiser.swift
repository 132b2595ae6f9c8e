/// Makes text that somebody else wrote safe to show: everything that a terminal would act on, or that shows nothing,
/// becomes visible. `Surface.put` does it by itself; this is for lines that are printed.
package enum Sanitiser {
    package static func visible(_ text: String, repertoire: Repertoire = .unicode) -> String {
        if text.printableASCIICount != nil { return text }
        var shown = ""
        var reader = GlyphReader(text, repertoire: repertoire)
        while reader.next() {
            for glyph in reader.glyphs { glyph.forEachScalar { shown.unicodeScalars.append($0) } }
        }
        return shown
    }
}
