"""The other side of a signed exchange, played by dnspython.

Reads one job a line, writes one answer a line. BITS is 0 for a MAC that is not truncated.

  serve ALGORITHM BITS NAME SECRET TIME REQUEST PATTERN    verifies a request; answers it once, and as a stream of
                                                           signed (s) and unsigned (u) messages
  ask   ALGORITHM BITS NAME SECRET TIME                    makes a request
  check ALGORITHM BITS NAME SECRET TIME REQUEST ANSWER...  verifies the answers to a request that `ask` made
"""

import hashlib
import struct
import sys
import time

import dns.exception
import dns.flags
import dns.message
import dns.name
import dns.query
import dns.rcode
import dns.tsig

HASHES = {"hmac-sha1": hashlib.sha1, "hmac-sha224": hashlib.sha224, "hmac-sha256": hashlib.sha256,
          "hmac-sha384": hashlib.sha384, "hmac-sha512": hashlib.sha512}


def key_of(algorithm, bits, name, secret):
    # dnspython truncates only under algorithm names of its own; on the wire the name is that of the whole MAC.
    hashed = HASHES[algorithm]
    dns.tsig.HMACTSig._hashes[dns.name.from_text(algorithm)] = (hashed, int(bits)) if bits != "0" else hashed
    return dns.tsig.Key(dns.name.from_text(name), bytes.fromhex(secret), algorithm)


def serve(key, request, pattern):
    query = dns.message.from_wire(bytes.fromhex(request), keyring=key)
    assert query.had_tsig
    mac = query.mac
    answer = dns.message.make_response(query)
    answer.use_tsig(key)
    answer.request_mac = mac
    parts = [answer.to_wire().hex()]
    context = None
    for index, letter in enumerate(pattern):
        plain = dns.message.make_response(query)
        plain.tsig = None
        plain.flags |= dns.flags.AA
        plain.answer.append(dns.rrset.from_text(f"n{index}.example.", 60, "IN", "TXT", "x" * (index + 1)))
        if letter == "s":
            plain.use_tsig(key)
            plain.request_mac = mac if context is None else b""
            wire = plain.to_wire(multi=True, tsig_ctx=context)
            context = plain.tsig_ctx
        else:
            plain.want_tsig_sign = False
            wire = plain.to_wire()
            context.update(wire)
        parts.append(wire.hex())
    return " ".join(parts)


def ask(key):
    query = dns.message.make_query("svc.example.", "SRV")
    query.use_tsig(key)
    return query.to_wire().hex()


def check(key, request, *answers):
    query = dns.message.from_wire(bytes.fromhex(request), keyring=key)
    context = None
    for answer in answers:
        message = dns.message.from_wire(bytes.fromhex(answer), keyring=key, request_mac=query.mac,
                                        tsig_ctx=context, multi=len(answers) > 1)
        context = message.tsig_ctx
    return "signed" if message.had_tsig else "unsigned"


for line in sys.stdin:
    verb, algorithm, bits, name, secret, at, *rest = line.split()
    time.time = lambda: float(at)
    try:
        key = key_of(algorithm, bits, name, secret)
        print({"serve": serve, "ask": ask, "check": check}[verb](key, *rest))
    except dns.exception.DNSException as error:
        print("error", type(error).__name__)
