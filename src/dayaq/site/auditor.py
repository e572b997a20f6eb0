"""The auditor's own program: reads a bundle and says what does not hold. It shares no code with
the product and needs only Python: `python auditor.py bundle.zip HEAD...`, where each HEAD is the
end of a chain as a printed close sheet or the export itself named it ("17:9f3c...").

Checked: both chains and their anchors; that entries balance, are unique and reversed exactly;
that accounts, loans, receipts, books, spoiled blanks and closed months follow from the chains;
and that every receipt number up to the last used one is a receipt or a spoiled blank.
"""

import hashlib
import json
import sys
import zipfile
from collections import defaultdict
from typing import Any

FILES = ("entries", "events", "accounts", "loans", "receipts", "spoiled", "books", "months")
RECEIVED = {
    "credit.collection_recorded", "credit.recovery_recorded", "credit.receipt_brought_over"
}  # fmt: skip
GENESIS = {"entries": b"dayaq ledger", "events": b"dayaq"}


def rows_of(bundle: zipfile.ZipFile, name: str) -> Any:
    """The JSON lines of a file, one after the other; a line twice or half is an error."""
    with bundle.open(name + ".jsonl") as lines:
        for line in lines:
            row = json.loads(line)
            if line != canonical(row).encode() + b"\n":
                raise ValueError(f"{name}: a line is not written as the product writes it")
            yield row


def canonical(value: Any) -> str:
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


class Audit:
    """Everything that was found wrong, and what follows from the chains."""

    def __init__(self) -> None:
        self.wrong: list[str] = []
        self.heads: dict[str, list[str]] = {"entries": [], "events": []}
        self.entries: dict[str, Any] = {}
        self.keys: set[tuple[str, str]] = set()
        self.accounts: dict[Any, list[int]] = defaultdict(lambda: [0, 0])
        self.loans: dict[str, int] = defaultdict(int)
        self.receipts: list[dict[str, Any]] = []
        self.spoiled: list[dict[str, Any]] = []
        self.books: list[dict[str, Any]] = []
        self.closed: dict[tuple[str, str], dict[str, str]] = {}

    def say(self, text: str) -> None:
        self.wrong.append(text)

    def chain(self, bundle: zipfile.ZipFile, name: str, look: Any) -> None:
        """Every position in order, each digest made of the one before and the content."""
        digest = hashlib.sha256(GENESIS[name]).digest()
        for expected, row in enumerate(rows_of(bundle, name), start=1):
            content = canonical(row["content"])
            digest = hashlib.sha256(digest + content.encode()).digest()
            if row["position"] != expected or row["digest"] != digest.hex():
                self.say(f"{name}: the chain does not hold at position {expected}")
                return
            if set(row) != {"position", "digest", "content"}:
                self.say(f"{name}: position {expected} carries something more")
            self.heads[name].append(f"{expected}:{digest.hex()}")
            look(row["content"])

    def entry(self, entry: dict[str, Any]) -> None:
        """One entry: two accounts and an amount for each transfer, a key used once."""
        legs = entry["transfers"]
        key = (entry["programme"], entry["key"])
        if key in self.keys or entry["id"] in self.entries:
            self.say(f"entry {entry['key']} is there twice")
        self.keys.add(key)
        if not legs:
            self.say(f"entry {entry['key']} has no transfer")
        for _id, debit, credit, currency, amount, _window, subject in legs:
            if debit == credit or not isinstance(amount, int) or amount <= 0:
                self.say(f"entry {entry['key']} has a transfer that moves nothing")
                continue
            for side, code in enumerate((debit, credit)):
                self.accounts[entry["programme"], code, currency][side] += amount
                if code.startswith("loans:") and subject:
                    self.loans[subject] += -amount if side else amount
        moved = sorted((debit, credit, *rest) for _id, debit, credit, *rest in legs)
        if entry["reverses"]:
            back = sorted((credit, debit, *rest) for _id, debit, credit, *rest in legs)
            if self.entries.pop(entry["reverses"], None) != back:
                self.say(f"entry {entry['key']} does not reverse what it says")
        self.entries[entry["id"]] = None if entry["reverses"] else moved

    def event(self, event: dict[str, Any]) -> None:
        """What the events say of receipts, blanks and months."""
        data, verb = event["data"], event["verb"]
        if verb in RECEIVED:
            series, _, number = data["receipt"].rpartition(" ")
            row = {"series": series, "number": int(number), "loan": data["loan"]}
            self.receipts.append({**row, "amount": data["amount_minor"], "paid_on": event["on"]})
        elif verb == "credit.blank_spoiled":
            series, _, number = data["receipt"].rpartition(" ")
            self.spoiled.append({"series": series, "number": int(number)})
        elif verb == "credit.receipt_book_issued":
            series, _, span = data["book"].rpartition(" ")
            first, _, last = span.partition("-")
            self.books.append({"series": series, "first": int(first), "last": int(last)})
        elif verb == "ledger.month_closed":
            heads = {"entries_head": data["entries_head"], "events_head": data["events_head"]}
            self.closed[event["programme"], data["month"] + "-01"] = heads
        elif verb == "ledger.month_reopened":
            self.closed.pop((event["programme"], data["month"] + "-01"), None)

    def follows(self, bundle: zipfile.ZipFile) -> None:
        """The other files hold what follows from the chains: all of it, once, in order."""
        numbered = ("series", "number")
        expected = {
            "accounts": [
                {"programme": programme, "code": code, "currency": currency,
                 "debit": debit, "credit": credit}
                for (programme, code, currency), (debit, credit) in sorted(self.accounts.items())
            ],
            "loans": [{"loan": one, "principal": left} for one, left in sorted(self.loans.items())],
            "receipts": sorted(self.receipts, key=lambda row: [row[key] for key in numbered]),
            "spoiled": sorted(self.spoiled, key=lambda row: [row[key] for key in numbered]),
            "books": sorted(self.books, key=lambda row: (row["series"], row["first"])),
            "months": [
                {"programme": programme, "month": month, **heads}
                for (programme, month), heads in sorted(self.closed.items())
            ],
        }  # fmt: skip
        for name, rows in expected.items():
            found = list(rows_of(bundle, name))
            if canonical(found) != canonical(rows):
                odd = [row for row in found if row not in rows] + [
                    row for row in rows if row not in found
                ]
                self.say(f"{name}: does not follow from the chains: {odd[:2] or 'the order'}")

    def numbers(self) -> None:
        """Every blank below the last used one of its book is a receipt or spoiled."""
        used = [(row["series"], row["number"]) for row in [*self.receipts, *self.spoiled]]
        if len(set(used)) < len(used):
            self.say("a receipt number is used twice")
        taken = set(used)
        for book in self.books:
            series, first, last = book["series"], book["first"], book["last"]
            inside = [number for number in range(first, last + 1) if (series, number) in taken]
            for number in range(first, max(inside, default=first - 1)):
                if (series, number) not in taken:
                    self.say(f"receipt {series} {number} is neither used nor spoiled")

    def anchored(self, bundle: zipfile.ZipFile, given: Any) -> None:
        """The heads of close sheets, and those that were noted outside, stand in the chains."""
        said = json.loads(bundle.read("bundle.json"))
        last = {name: (heads or [""])[-1] for name, heads in self.heads.items()}
        if said != {"format": 1, "heads": last}:
            self.say("bundle.json: the heads are not the ends of the chains")
        known = {name: {"", *heads} for name, heads in self.heads.items()}
        for (_programme, month), heads in self.closed.items():
            for name, ends in known.items():
                if heads[f"{name}_head"] not in ends:
                    self.say(f"the close sheet of {month} names a head that is not in the chain")
        for head in given:
            if not head or not any(head in heads for heads in known.values()):
                self.say(f"the head {head[:20]} that was noted outside is not in the chains")


def audit(path: Any, heads: Any = ()) -> list[str]:
    """Everything that does not hold in the bundle, as sentences; nothing if all of it does."""
    found = Audit()
    try:
        with zipfile.ZipFile(path) as bundle:
            names = sorted(bundle.namelist())
            if names != sorted([*(f"{name}.jsonl" for name in FILES), "bundle.json"]):
                return [f"the bundle holds other files: {names}"]
            found.chain(bundle, "entries", found.entry)
            found.chain(bundle, "events", found.event)
            found.follows(bundle)
            found.numbers()
            found.anchored(bundle, heads)
    except (ValueError, KeyError, TypeError, AttributeError, OSError, zipfile.BadZipFile) as error:
        found.say(f"the bundle cannot be read: {error}")
    return found.wrong


def main(words: list[str]) -> int:
    """Print what is wrong; 1 if anything is."""
    wrong = audit(words[0], words[1:])
    held = "Everything holds." + ("" if words[1:] else " No head was given from outside.")
    sys.stdout.write("\n".join(wrong or [held]) + "\n")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
