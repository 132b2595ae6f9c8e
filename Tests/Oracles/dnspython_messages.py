"""Reads one message in hexadecimal a line; answers "ok" and what is in it, or "error" and why it is none.

What svctop keeps opaque stays opaque here too: types without a RecordData case, and the contents of EDNS options.
"""

import sys

import dns.edns
import dns.message
import dns.rdata
import dns.rdataclass
import dns.rdatatype

INTERPRETED = """A AAAA NS CNAME SOA PTR MX TXT SRV TLSA SVCB HTTPS CAA DS DNSKEY RRSIG NSEC NSEC3 KEY OPT TSIG
    RP AFSDB RT SIG PX NAPTR KX DNAME""".split()

dns.rdata.load_all_types()
for key in list(dns.rdata._rdata_classes):
    if dns.rdatatype.to_text(key[1]) not in INTERPRETED or key[0] == dns.rdataclass.CH:
        dns.rdata._rdata_classes[key] = dns.rdata.GenericRdata
dns.edns._type_to_class.clear()


def fields(section, name, rdclass, rdtype, ttl, rdata):
    wire = rdata.to_wire().hex() if rdata is not None else ""
    return f"{section}:{name.to_wire().hex()}:{int(rdclass)}:{int(rdtype)}:{ttl}:{wire}"


def contents(message):
    yield f"{message.id}:{int(message.flags)}:{int(message.rcode())}"
    for rrset in message.sections[0]:
        yield f"0:{rrset.name.to_wire().hex()}:{int(rrset.rdclass)}:{int(rrset.rdtype)}"
    for section in (1, 2, 3):
        for rrset in message.sections[section]:
            rdclass = rrset.rdclass if rrset.deleting is None else rrset.deleting
            if len(rrset) == 0:
                yield fields(section, rrset.name, rdclass, rrset.rdtype, 0, None)
            for rdata in rrset:
                yield fields(section, rrset.name, rdclass, rrset.rdtype, rrset.ttl, rdata)
    if message.opt is not None:
        yield f"opt:{message.payload}:{message.ednsflags & 0xFFFFFF}:{message.opt[0].to_wire().hex()}"
    if message.tsig is not None:
        yield f"tsig:{message.tsig.name.to_wire().hex()}:{message.tsig[0].to_wire().hex()}"


for line in sys.stdin:
    try:
        message = dns.message.from_wire(bytes.fromhex(line), keyring=False, one_rr_per_rrset=True)
        print("ok", *contents(message))
    except Exception as error:
        print("error", type(error).__name__, str(error).replace("\n", " "))
