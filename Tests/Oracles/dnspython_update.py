"""UPDATE messages as dnspython reads and writes them (RFC 2136).

  read HEX            prints each record of the prerequisite and update sections: section|name|class|type|ttl|data
  write ZONE COMMAND  builds a message from commands in the words of dnspython, separated by |, and prints it
"""

import sys

import dns.exception
import dns.message
import dns.name
import dns.rdataclass
import dns.rdatatype
import dns.update


def read(text):
    message = dns.message.from_wire(bytes.fromhex(text))
    assert isinstance(message, dns.update.UpdateMessage)
    parts = [f"zone|{message.zone[0].name}"]
    for label, section in (("prerequisite", message.prerequisite), ("update", message.update)):
        for rrset in section:
            kind = dns.rdataclass.to_text(rrset.deleting if rrset.deleting is not None else rrset.rdclass)
            head = f"{label}|{rrset.name}|{kind}|{dns.rdatatype.to_text(rrset.rdtype)}|{rrset.ttl}"
            parts += [f"{head}|{rdata.to_text()}" for rdata in rrset] or [head]
    return "\t".join(parts)


def write(zone, commands):
    message = dns.update.UpdateMessage(zone, id=7)
    for command in commands.split("|"):
        verb, *words = command.split(" ", 4)
        getattr(message, verb)(*words)
    return message.to_wire().hex()


for line in sys.stdin:
    verb, *rest = line.rstrip("\n").split(" ", 2)
    try:
        print(read(*rest) if verb == "read" else write(*rest))
    except dns.exception.DNSException as error:
        print("error", type(error).__name__)
