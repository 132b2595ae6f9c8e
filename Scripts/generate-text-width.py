#!/usr/bin/env python3
"""Writes Sources/Terminal/Text/TextWidth+Table.swift from the tables of the PyPI package wcwidth (East_Asian_Width W and F;
combining characters). Spacing marks (Mc) count as one column, as the C library and ncurses have it."""

import pathlib
import sys

import wcwidth
from wcwidth.table_mc import CATEGORY_MC
from wcwidth.table_wide import WIDE_EASTASIAN
from wcwidth.table_zero import ZERO_WIDTH


def newest(table):
    return table[wcwidth.list_versions()[-1]]


def scalars(ranges):
    return {s for first, last in ranges for s in range(first, last + 1)}


def ranges(of):
    found = []
    for scalar in sorted(of):
        if found and found[-1][1] == scalar - 1:
            found[-1][1] = scalar
        else:
            found.append([scalar, scalar])
    return found


def swift(name, meaning, of):
    lines, line = [], ""
    for first, last in ranges(of):
        item = f"0x{first:X}, 0x{last:X},"
        if len(line) + len(item) + 1 > 110:
            lines.append(line)
            line = ""
        line += (" " if line else "") + item
    lines.append(line)
    body = "\n".join("        " + l for l in lines)
    return f"    /// {meaning} First and last of each range.\n    static let {name}: [UInt32] = [\n{body}\n    ]\n"


wide = scalars(newest(WIDE_EASTASIAN))
marks = scalars(newest(ZERO_WIDTH)) - scalars(newest(CATEGORY_MC)) - set(range(0x300)) - set(range(0xD800, 0xE000))
wide -= marks
target = pathlib.Path(__file__).parent.parent / "Sources/Terminal/Text/TextWidth+Table.swift"
target.write_text(
    f"// Unicode {wcwidth.list_versions()[-1]}, written by Scripts/generate-text-width.py.\n\n"
    "extension TextWidth {\n"
    + swift("wideRanges", "Scalars that take two columns.", wide)
    + "\n"
    + swift("markRanges", "Scalars that take no column of their own.", marks)
    + "}\n"
)
sys.stdout.write(f"{len(ranges(wide))} wide ranges, {len(ranges(marks))} ranges of marks\n")
