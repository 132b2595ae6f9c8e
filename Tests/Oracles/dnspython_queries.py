"""Asks a server by UDP, and prints what dnspython reads in each answer.

Usage: dnspython_queries.py PORT < lines of "OWNER TYPE [EDNS-SIZE]"
Prints a line for each: RCODE FLAGS QUESTIONS ANSWERS AUTHORITIES ADDITIONALS OWNERS, with the records counted and
the owners of all records sorted, in lower case.
"""

import sys

import dns.flags
import dns.message
import dns.query
import dns.rcode

port = int(sys.argv[1])
for line in sys.stdin:
    owner, kind, *size = line.split()
    query = dns.message.make_query(owner, kind, use_edns=0 if size else -1, payload=int(size[0]) if size else 0)
    answer = dns.query.udp(query, "127.0.0.1", port=port, timeout=5, raise_on_truncation=False)
    sections = [answer.question, answer.answer, answer.authority, answer.additional]
    counts = [sum(max(1, len(rrset)) for rrset in section) for section in sections]
    owners = sorted({str(rrset.name).lower() for section in sections[1:] for rrset in section})
    flags = dns.flags.to_text(answer.flags).replace(" ", "+")
    print(dns.rcode.to_text(answer.rcode()), flags, *counts, ",".join(owners) or "-")
