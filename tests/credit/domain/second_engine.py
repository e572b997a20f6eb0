"""A second, slow engine, written from the rules and not from the code it checks.

It knows the rules of interest and rounding (1 to 10 of `docs/credit-engine.md`) and nothing of
how `dayaq.credit.domain` keeps them: amounts are `Decimal` in major units and rounded by
`quantize`, balances are walked day-range by day-range, every rate is computed anew. Only terms
are read from the first engine.
"""

import calendar
import math
from datetime import date, timedelta
from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Context, Decimal

from dayaq.credit.domain import LoanTerms

DIGITS = {"JPY": 0, "UGX": 0, "AZN": 2, "KWD": 3}
WIDE = Context(prec=60)
Table = list[tuple[date, Decimal, Decimal]]


class Unsound(Exception):  # noqa: N818 - named as the programme speaks
    """The terms leave nothing for the last instalment, or less than its interest for another."""


def plus_months(day: date, months: int, keep: int) -> date:
    year, month = divmod(day.month - 1 + months, 12)
    year += day.year
    return date(year, month + 1, min(keep, calendar.monthrange(year, month + 1)[1]))


class SecondEngine:
    def __init__(self, terms: LoanTerms, start: date) -> None:
        self.t = terms
        self.start = start
        self.mode = ROUND_HALF_EVEN if terms.rounding == "half_even" else ROUND_HALF_UP
        self.mc = Context(prec=terms.rate_digits, rounding=self.mode)
        self.cent = Decimal(1).scaleb(-DIGITS[terms.currency])
        self.step = Decimal(terms.multiple_minor) * self.cent
        self.lent = Decimal(terms.principal_minor) * self.cent
        self.n = terms.instalments
        self.paying = self.n - terms.principal_grace

    # Rounding (rule 1), and multiples

    def money(self, amount: Decimal) -> Decimal:
        return amount.quantize(self.cent, self.mode, WIDE)

    def multiple(self, amount: Decimal) -> Decimal:
        if self.step == self.cent:
            return self.money(amount)
        steps = WIDE.divide(amount, self.step).quantize(Decimal(1), self.mode, WIDE)
        return steps * self.step

    # Dates (rule 8)

    def after(self, day: date, periods: int) -> date:
        every = self.t.frequency.every * periods
        if self.t.frequency.unit == "months":
            return plus_months(day, every, day.day)
        return day + timedelta(days=every * (7 if self.t.frequency.unit == "weeks" else 1))

    def dates(self) -> list[date]:
        seed, first = (self.t.first_due, 0) if self.t.first_due else (self.start, 1)
        return [self.after(seed, first + k) for k in range(self.n)]

    def begins(self) -> list[date]:
        """A late first instalment bears one period of interest (by the cumulative rule)."""
        dates = self.dates()
        begin = self.start
        if self.t.first_due and self.t.instalment_rule == "cumulative":
            begin = max(begin, self.after(dates[0], -1))
        if self.t.interest_from:
            begin = max(self.start, self.t.interest_from)
        return [max(begin, day) for day in [begin, *dates[:-1]]]

    # Rates (rules 2 and 3)

    def unit_rate(self) -> Decimal:
        basis = 365 if self.t.year_basis == "actual" else int(self.t.year_basis)
        unit = self.t.frequency.unit
        if self.t.interest_period == "daily":
            periods = basis
        else:
            periods = {"months": 12, "weeks": 52, "days": basis}[unit]
        return self.mc.divide(self.mc.divide(self.t.annual_rate, Decimal(periods)), Decimal(100))

    def months_between(self, start: date, end: date) -> Decimal:
        """Whole months, and the left days over the days of the month they lie in."""
        whole = 0
        while plus_months(start, whole + 1, start.day) <= end:
            whole += 1
        base = plus_months(start, whole, start.day)
        left = (end - base).days
        length = (plus_months(start, whole + 1, start.day) - base).days
        if not left:
            return Decimal(whole)
        return self.mc.divide(Decimal(whole * length + left), Decimal(length))

    def units_between(self, start: date, end: date) -> Decimal:
        days = Decimal((end - start).days)
        if self.t.frequency.unit == "months":
            return self.months_between(start, end)
        if self.t.frequency.unit == "weeks" and days % 7:
            return self.mc.divide(days, Decimal(7))
        return days / 7 if self.t.frequency.unit == "weeks" else days

    def is_period(self, start: date, end: date) -> bool:
        return end == self.after(start, 1) or start == self.after(end, -1)

    def rate(self, start: date, end: date, regular: bool) -> Decimal:
        one = self.unit_rate()
        if self.t.interest_period == "same_as_repayment":
            if regular or self.is_period(start, end):
                return one * self.t.frequency.every
            return self.mc.multiply(one, self.units_between(start, end))
        if self.t.month_basis == "30" and self.t.frequency.unit == "months":
            return self.mc.multiply(
                one, self.mc.multiply(self.months_between(start, end), Decimal(30))
            )
        return self.mc.multiply(one, Decimal((end - start).days))

    # Schedules

    def table(self) -> Table:
        if self.t.interest == "none":
            rows = self.even([Decimal(0)] * self.n)
        elif self.t.interest == "flat":
            rows = self.even(self.flat())
        elif self.t.instalment_rule == "progressive":
            rows = self.progressive()
        else:
            rows = self.declining()
        return [(day, p, i) for day, (p, i) in zip(self.dates(), rows, strict=True)]

    def even(self, interests: list[Decimal]) -> list[tuple[Decimal, Decimal]]:
        """Rule 6: with a multiple the sum of both is one; the last takes the rest."""
        if self.t.amortisation == "balloon":
            balloon = Decimal(self.t.balloon_minor) * self.cent
            each = self.money(WIDE.divide(self.lent - balloon, Decimal(self.paying - 1)))
        else:
            each = self.money(WIDE.divide(self.lent, Decimal(self.paying)))
        rows: list[tuple[Decimal, Decimal]] = []
        for number in range(self.n - 1):
            if number < self.t.principal_grace:
                part = Decimal(0)
            else:
                part = self.multiple(each)
                if self.step != self.cent:
                    part += self.multiple(interests[number]) - interests[number]
            rows.append((part, interests[number]))
        last = self.lent - sum(p for p, _ in rows)
        if last <= 0:
            raise Unsound
        return [*rows, (last, interests[-1])]

    def flat(self) -> list[Decimal]:
        if self.t.interest_period == "daily":
            units = Decimal((self.dates()[-1] - (self.t.interest_from or self.start)).days)
        elif self.t.interest_from or self.t.partial_periods:
            units = self.units_between(self.t.interest_from or self.start, self.dates()[-1])
        else:
            units = Decimal(self.t.frequency.every * self.n)
        total = self.money(WIDE.multiply(WIDE.multiply(self.lent, self.unit_rate()), units))
        each = self.money(WIDE.divide(total, Decimal(self.n)))
        free, grace = self.t.interest_free, self.t.interest_grace
        total = max(total - each * free, Decimal(0))
        none = max(free, grace)
        found = [Decimal(0)] * none
        if self.t.amortisation == "equal_instalments":
            each = self.money(WIDE.divide(total, Decimal(self.n - none)))
            waiting = Decimal(0)
        else:
            waiting = each * max(grace - free, 0)
        while len(found) < self.n - 1:
            part = min(each + waiting, total - sum(found))
            waiting = Decimal(0)
            found.append(part)
        return [*found, total - sum(found)]

    def payment(self) -> Decimal:
        """Rule 4: the annuity in double precision, months of 30 days when interest is daily."""
        rate = self.unit_rate()
        if self.t.interest_period == "daily":
            days = {"months": 30, "weeks": 7, "days": 1}[self.t.frequency.unit]
            rate = self.mc.multiply(rate, Decimal(days * self.t.frequency.every))
        else:
            rate *= self.t.frequency.every
        r = float(rate)
        growth = math.pow(r + 1, self.paying)
        exact = (float(self.lent) * growth * r) / (growth - 1)
        return self.multiple(Decimal(repr(exact)))

    def declining(self) -> list[tuple[Decimal, Decimal]]:
        regular = not self.t.interest_from and not self.t.partial_periods
        equal = self.t.amortisation == "equal_instalments"
        if self.t.amortisation == "balloon":
            balloon = Decimal(self.t.balloon_minor) * self.cent
            part = self.money(WIDE.divide(self.lent - balloon, Decimal(self.paying - 1)))
        else:
            part = self.money(WIDE.divide(self.lent, Decimal(self.paying)))
        interest_of = []
        for number, (begin, end) in enumerate(zip(self.begins(), self.dates(), strict=True)):
            bears = number >= self.t.interest_free and begin < end
            interest_of.append(self.rate(begin, end, regular) if bears else Decimal(0))
        return self.walk(interest_of, self.payment() if equal else None, part)

    def walk(
        self, rates: list[Decimal], payment: Decimal | None, part: Decimal
    ) -> list[tuple[Decimal, Decimal]]:
        """From the first instalment to the last, with grace as rule 7 says."""
        left, waiting = self.lent, Decimal(0)
        rows = []
        for number, rate in enumerate(rates):
            interest = self.money(WIDE.multiply(left, rate))
            if number == self.n - 1:
                principal = left
            elif number < self.t.principal_grace:
                principal = Decimal(0)
            elif payment is None:
                principal = min(part, left)
            else:
                principal = min(payment - interest, left)
                if principal < 0:
                    raise Unsound
            left -= principal
            waiting += interest
            if number < self.t.interest_grace:
                rows.append((principal, Decimal(0)))
            else:
                rows.append((principal, waiting))
                waiting = Decimal(0)
        if rows[-1][0] <= 0:
            raise Unsound
        return rows

    # The progressive rule (rule 5)

    def factor(self, begin: date, end: date) -> Decimal:
        share = self.mc.divide(self.t.annual_rate, Decimal(100))
        if self.t.year_basis == "actual" and begin.year < end.year:
            fraction, day = Decimal(0), begin
            while day < end:
                # What lies up to and including 31 December is of the old year.
                year = day.year + 1 if (day.month, day.day) == (12, 31) else day.year
                stop = min(end, date(year, 12, 31))
                length = 366 if calendar.isleap(year) else 365
                part = self.mc.divide(Decimal((stop - day).days), Decimal(length))
                fraction = self.mc.add(fraction, part)
                day = stop
            return self.mc.multiply(share, fraction)
        if self.t.year_basis == "actual":
            year_days = 366 if calendar.isleap(begin.year) else 365
        else:
            year_days = int(self.t.year_basis)
        regular = begin if self.is_period(begin, end) else self.after(end, -1)
        whole = (end - regular).days
        if self.t.month_basis == "30" and self.t.frequency.unit == "months":
            days = 30 * self.t.frequency.every
        else:
            days = whole
        found = self.mc.multiply(share, self.mc.divide(Decimal(days), Decimal(year_days)))
        found = self.mc.divide(self.mc.multiply(found, Decimal((end - begin).days)), Decimal(whole))
        return found.quantize(Decimal(1).scaleb(-self.t.rate_digits), ROUND_HALF_EVEN, WIDE)

    def progressive(self) -> list[tuple[Decimal, Decimal]]:
        factors = [
            self.factor(begin, end) if begin < end and k >= self.t.interest_free else Decimal(0)
            for k, (begin, end) in enumerate(zip(self.begins(), self.dates(), strict=True))
        ]
        paying = factors[self.t.principal_grace :]
        growth, divisor = Decimal(1), Decimal(1)
        for k, factor in enumerate(paying):
            growth = self.mc.multiply(growth, self.mc.add(Decimal(1), factor))
            if k:
                grown = self.mc.multiply(divisor, self.mc.add(Decimal(1), factor))
                divisor = self.mc.add(Decimal(1), grown)
        lent_minor = self.lent / self.cent
        exact = self.mc.divide(self.mc.multiply(lent_minor, growth), divisor) * self.cent
        payment = self.multiple(self.money(exact))
        rows = self.plain_walk(factors, payment)
        gap = rows[-1][0] + rows[-1][1] - payment
        if abs(gap) * 100 > len(paying) // 2:
            shift = self.money(WIDE.divide(abs(gap), Decimal(len(paying))))
            other = self.multiple(payment + (shift if gap > 0 else -shift))
            if other != payment:
                second = self.plain_walk(factors, other)
                if abs(second[-1][0] + second[-1][1] - other) < abs(gap):
                    rows = second
        if rows[-1][0] <= 0:
            raise Unsound
        held = Decimal(0)
        for k in range(self.t.interest_grace + 1):
            held += rows[k][1]
            rows[k] = (rows[k][0], held if k == self.t.interest_grace else Decimal(0))
        return rows

    def plain_walk(self, factors: list[Decimal], payment: Decimal) -> list[tuple[Decimal, Decimal]]:
        left = self.lent
        rows = []
        for k, factor in enumerate(factors):
            interest = self.money(WIDE.multiply(left, factor))
            if k == self.n - 1:
                principal = left
            elif k < self.t.principal_grace:
                principal = Decimal(0)
            else:
                principal = min(payment - interest, left)
                if principal < 0:
                    raise Unsound
            left -= principal
            rows.append((principal, interest))
        return rows
