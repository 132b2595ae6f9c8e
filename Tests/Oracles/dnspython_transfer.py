"""A secondary played by dnspython: dnspython_transfer.py PORT ZONE SERIAL GONE NEW [KEY SECRET]

Transfers the zone whole; undoes by hand the change that led to its version (GONE and NEW are records, `OWNER TYPE DATA`)
and says that it has SERIAL; then asks for the differences. Prints the serial, how many records there are, how many
messages the differences took, and whether both copies are the same.
"""

import sys

import dns.name
import dns.query
import dns.rdata
import dns.rdataset
import dns.tsigkeyring
import dns.xfr
import dns.zone

port, apex, serial, gone, new, *key = sys.argv[1:]
keyring = dns.tsigkeyring.from_text({key[0]: key[1]}) if key else None
origin = dns.name.from_text(apex)


def transfer(zone):
    query, _ = dns.xfr.make_query(zone, keyring=keyring)
    dns.query.inbound_xfr("127.0.0.1", zone, query, port=int(port))


def record(text):
    owner, kind, data = text.split(" ", 2)
    return dns.name.from_text(owner), dns.rdata.from_text("IN", kind, data)


whole = dns.zone.Zone(origin, relativize=False)
transfer(whole)

copy = dns.zone.Zone(origin, relativize=False)
transfer(copy)
with copy.writer() as changes:
    owner, data = record(new)
    changes.delete(owner, data)
    owner, data = record(gone)
    changes.add(owner, 60, data)
    changes.update_serial(int(serial), relative=False, name=origin)
before = copy.get_soa().serial
transfer(copy)

count = sum(len(rdataset) for _, rdataset in whole.iterate_rdatasets())
print(before, copy.get_soa().serial, count, "same" if copy == whole else "different")
