"""Reads lines of TYPE, RDATA in hexadecimal, and the bytes of its text in hexadecimal.

Answers with the RDATA that the text stands for, and with dnspython's own text for the RDATA, both in hexadecimal.
"""

import sys

import dns.rdata

for line in sys.stdin:
    rdtype, wire, text = line.rstrip("\n").split(" ")
    wire = bytes.fromhex(wire)
    try:
        read = dns.rdata.from_text("IN", rdtype, bytes.fromhex(text).decode()).to_wire().hex()
        theirs = dns.rdata.from_wire("IN", rdtype, wire, 0, len(wire)).to_text()
        print(read or "-", theirs.encode().hex())
    except Exception as error:
        print("error", type(error).__name__, str(error).replace("\n", " "))
