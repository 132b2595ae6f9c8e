"""Signed updates with a lease (RFC 9664), as dnspython sends them and reads the answer.

  PORT KEY SECRET as arguments; a line `ZONE OWNER LEASE [KEYLEASE]` of input adds a TXT record

Prints the response code and what is granted, in seconds.
"""

import struct
import sys

import dns.edns
import dns.query
import dns.rcode
import dns.tsigkeyring
import dns.update

UPDATE_LEASE = 2

port, key, secret = sys.argv[1:]
keyring = dns.tsigkeyring.from_text({key: secret})
for line in sys.stdin:
    zone, owner, *lease = line.split()
    message = dns.update.UpdateMessage(zone, keyring=keyring, keyalgorithm="hmac-sha256")
    message.add(owner, 60, "TXT", "leased")
    data = b"".join(struct.pack("!I", int(seconds)) for seconds in lease)
    message.use_edns(options=[dns.edns.GenericOption(UPDATE_LEASE, data)] if lease else [])
    answer = dns.query.udp(message, "127.0.0.1", port=int(port), timeout=10)
    assert answer.had_tsig
    granted = [
        str(*struct.unpack_from("!I", option.to_wire(), start))
        for option in answer.options
        if option.otype == UPDATE_LEASE
        for start in range(0, len(option.to_wire()), 4)
    ]
    print(dns.rcode.to_text(answer.rcode()), *granted)
