"""Holds `svctop list` against dig: list_of_dig.py DIG LIST

DIG is what `dig ZONE axfr +noall +answer` printed, LIST what `svctop list ZONE --json` or `--csv` did. Makes of the one
what the other has to show, byte for byte, and prints what differs, then how much there was to compare. The rules are
written anew here, from the text that `list --help` has: nothing of svctop's own reading is used.
"""

import csv
import json
import re
import sys
from collections import Counter, defaultdict
from ipaddress import ip_address

ESCAPE = re.compile(rb"\\(\d{3}|[^\d])", re.DOTALL)
QUOTED = re.compile(r'"((?:[^"\\]|\\.)*)"')
ASCII_LOWER = {code: code + 32 for code in range(ord("A"), ord("Z") + 1)}


def folded(name):
    """A name as DNS compares it. Escaped bytes are above ASCII or no letters: their digits have no case."""
    return name.translate(ASCII_LOWER)


def unescaped(text):
    """The bytes of a text in which a backslash escapes a character, or a byte by its three digits."""
    return ESCAPE.sub(lambda found: bytes([int(found[1])]) if found[1].isdigit() else found[1], text)


def strings_of_master_file(text):
    return tuple(unescaped(string.encode("latin-1")) for string in QUOTED.findall(text))


def browsed_name(owner):
    """The service that an SRV record's owner belongs to: RFC 6763 section 4.1, by the shape of the name."""
    first, *rest = re.findall(r"(?:[^.\\]|\\.)+", owner)
    is_instance = not first.startswith("_") and len(rest) > 1 and rest[0].startswith("_") and rest[1].startswith("_")
    return ".".join(rest) + "." if is_instance else owner


class Zone:
    def __init__(self, path):
        self.srv, self.serials, self.apex = [], [], None
        self.addresses, self.texts = defaultdict(list), defaultdict(list)
        self.cases = set()
        with open(path, encoding="latin-1") as lines:
            for line in lines:
                fields = line.rstrip("\n").split(None, 4)
                if fields and not line.startswith(";"):
                    self.take(*fields)

    def take(self, owner, ttl, _, kind, data=""):
        if kind == "SRV":
            self.srv.append((owner, int(ttl), *data.split()))
        elif kind in ("A", "AAAA"):
            self.addresses[folded(owner)].append(ip_address(data))
        elif kind == "TXT":
            self.texts[folded(owner)].append(strings_of_master_file(data))
        elif kind == "SOA":
            self.apex = owner
            self.serials.append(int(data.split()[2]))

    def instances(self):
        """What a list has to show, one tuple an SRV record."""
        services = {}
        for owner, ttl, priority, weight, port, target in self.srv:
            # A service is spelled as its first record spells it.
            service = services.setdefault(folded(browsed_name(owner)), browsed_name(owner))
            addresses = sorted(self.addresses[folded(target)], key=lambda address: (address.version, address))
            texts = [string for record in sorted(self.texts[folded(owner)]) for string in record]
            yield (service, owner, target, int(port), int(priority), int(weight), ttl, tuple(addresses), tuple(texts))


def from_json(path):
    with open(path, encoding="utf-8") as file:
        document = json.load(file)
    numbers = ("port", "priority", "weight", "ttl")
    instances = [
        (row["service"], row["instance"], row["target"], *(row[key] for key in numbers),
         tuple(map(ip_address, row["addresses"])), tuple(unescaped(text.encode()) for text in row["txt"]))
        for row in document["instances"]]
    return document["zone"], document["serial"], instances


def from_csv(path):
    with open(path, encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    numbers = ("port", "priority", "weight", "ttl")
    instances = [
        (row["service"], row["instance"], row["target"], *(int(row[key]) for key in numbers),
         tuple(map(ip_address, row["addresses"].split())), strings_of_master_file(row["txt"]))
        for row in rows]
    return rows[0]["zone"], None, instances


def main(dig, path):
    zone = Zone(dig)
    with open(path, encoding="utf-8") as file:
        is_json = file.read(1) == "{"
    apex, serial, shown = from_json(path) if is_json else from_csv(path)
    # A transfer begins and ends with the SOA record (RFC 5936 section 2.2).
    if len(zone.serials) != 2 or zone.serials[0] != zone.serials[1]:
        print("dig shows no whole transfer:", zone.serials)
    if apex != zone.apex or serial not in (None, *zone.serials):
        print("zone:", apex, serial, "expected:", zone.apex, zone.serials)
    shown, expected = Counter(shown), Counter(zone.instances())
    for title, extra in (("only in dig:", expected - shown), ("only in list:", shown - expected)):
        for row in list(extra.elements())[:5]:
            print(title, row)
        if extra.total() > 5:
            print("...", extra.total(), "in all")
    seen = [field for row in shown for field in (row[1], row[2])]
    print(
        "compared", shown.total(), "instances of", len({row[0] for row in shown}), "services,",
        sum(len(row[7]) for row in shown), "addresses,", sum(len(row[8]) for row in shown), "strings,",
        sum("\\" in name for name in seen), "escaped,", sum(folded(name) != name for name in seen), "mixed")


main(*sys.argv[1:])
