"""Why a figure is what it is: the chain of events and rules behind it.

`explain` answers with data (the changes that sum to the figure) and with one English sentence
for each. The sentences are templates with named placeholders, marked for translation, so that
a page can render them in the reader's language from `Reason.params`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from dayaq.credit.domain.allocation import Component
from dayaq.credit.domain.early import unearned_of
from dayaq.credit.domain.errors import CreditError
from dayaq.credit.domain.position import at, position
from dayaq.credit.domain.state import INTEREST, Change, InstalmentState, LoanState, Rule
from dayaq.kernel.errors import N_


class NoSuchFigure(CreditError):  # noqa: N818 - a refusal is named as the programme speaks
    sentence = N_("There is no figure %(figure)s to explain: choose one of the position.")


SENTENCES = {
    Rule.SCHEDULE: N_("The schedule agreed on %(on)s makes %(amount)s of %(component)s due."),
    Rule.TRANCHE: N_("A further payout on %(on)s changed instalment %(instalment)s."),
    Rule.PAYMENT: N_("The payment of %(on)s settled %(amount)s of instalment %(instalment)s."),
    Rule.EARLY_PRINCIPAL: N_(
        "What was paid early on %(on)s lowered the balance: instalment %(instalment)s changed by"
        " %(amount)s."
    ),
    Rule.CREDIT_USED: N_("Money kept from an earlier payment was used on %(on)s."),
    Rule.FEE: N_("A charge of %(amount)s was added on %(on)s."),
    Rule.PENALTY_RULE: N_("The penalty for late payment was added on %(on)s."),
    Rule.WAIVER: N_("%(amount)s was waived on %(on)s."),
    Rule.FORGIVENESS: N_("%(amount)s was forgiven on %(on)s."),
    Rule.GRANT: N_("%(amount)s was turned into a grant on %(on)s."),
    Rule.WRITE_OFF: N_("%(amount)s was written off on %(on)s."),
    Rule.PAYOFF: N_("Repayment in full on %(on)s took off %(amount)s not yet earned."),
    Rule.RESCHEDULED: N_("The new schedule of %(on)s changed instalment %(instalment)s."),
    Rule.HANDOVER: N_("%(amount)s was handed over to the successor on %(on)s."),
    Rule.PAUSE: N_("The pause agreed on %(on)s added %(amount)s of interest."),
}


UNPAID = N_("Of instalment %(instalment)s, due on %(on)s, %(amount)s is unpaid.")
EARNED = N_("Of the interest of instalment %(instalment)s, due on %(on)s, %(amount)s is earned.")
OF_POSITION = ("due", "overdue", "payoff", "next_due", "accrued_interest")


@dataclass(frozen=True, slots=True)
class Reason:
    """One link of the chain: a signed amount (or none), its event, and a sentence."""

    on: date
    event_id: str
    rule: str
    amount_minor: int
    sentence: str
    params: dict[str, object]

    def __str__(self) -> str:
        return self.sentence % self.params


@dataclass(frozen=True, slots=True)
class Explanation:
    """A figure and its reasons; for an amount the reasons sum to it."""

    figure: str
    value: int
    reasons: tuple[Reason, ...]


def explain(state: LoanState, figure: str, on: date | None = None) -> Explanation:
    """The reasons behind a figure of `state`, on its last day unless `on` is given.

    Figures: `outstanding`, `principal`, `interest`, `fee`, `penalty` (what is owed of each),
    `instalment:N` (what is owed of instalment N), `due`, `overdue`, `payoff`, `next_due` and
    `accrued_interest` of a position, `days_past_due`, `credit`. Raises NoSuchFigure.
    """
    if figure == "days_past_due":
        return _explain_days(state, on)
    if figure == "credit":
        return _explain_credit(state)
    if figure in OF_POSITION:
        return _explain_position(state, figure, on)
    changes = [change for change in state.changes if _concerns(change, figure)]
    if on is not None:
        changes = [change for change in changes if change.on <= on]
    if not changes and not _known(figure, state):
        raise NoSuchFigure(figure=figure)
    reasons = tuple(_reason(change) for change in changes)
    return Explanation(figure, sum(change.amount_minor for change in changes), reasons)


def _known(figure: str, state: LoanState) -> bool:
    numbers = {f"instalment:{row.number}" for row in state.instalments}
    return figure == "outstanding" or figure in set(Component) or figure in numbers


def _concerns(change: Change, figure: str) -> bool:
    return figure in ("outstanding", change.component.value, f"instalment:{change.instalment}")


def _reason(change: Change) -> Reason:
    params: dict[str, object] = {
        "on": change.on,
        "amount": abs(change.amount_minor),
        "instalment": change.instalment,
        "component": change.component.value,
    }
    return Reason(
        change.on,
        change.event_id,
        change.rule.value,
        change.amount_minor,
        SENTENCES[change.rule],
        params,
    )


def _explain_position(state: LoanState, figure: str, on: date | None) -> Explanation:
    """The instalments that a figure of the position is the sum of."""
    day = on or state.until
    if day is None:
        return Explanation(figure, 0, ())
    now = position(state, day)
    state = at(state, day)
    rows = [row for row in state.instalments if row.outstanding.total_minor]
    if figure == "accrued_interest":
        return _explain_interest(state, rows, day)
    if figure == "next_due":
        rows = [row for row in rows if row.due_on > day][:1]
    elif figure != "payoff":
        late = figure == "overdue"
        rows = [row for row in rows if row.due_on < day or (row.due_on == day and not late)]
        if late and not now.days_past_due:
            rows = []
    reasons = []
    for row in rows:
        left = row.outstanding.total_minor
        reasons.append(_row_reason(row, left, UNPAID))
    total = sum(reason.amount_minor for reason in reasons)
    if figure == "payoff" and total != now.payoff_minor:
        off = total - now.payoff_minor
        sentence = N_("%(amount)s is taken off: interest not yet earned on %(on)s, and kept money.")
        params: dict[str, object] = {"amount": off, "on": day}
        reasons.append(Reason(day, "", "payoff", -off, sentence, params))
    return Explanation(figure, sum(r.amount_minor for r in reasons), tuple(reasons))


def _explain_interest(state: LoanState, rows: Sequence[InstalmentState], day: date) -> Explanation:
    """Interest that is earned by the day and unpaid, instalment by instalment."""
    reasons = []
    for row in rows:
        left = row.outstanding
        off = dict(unearned_of(state.terms, row.from_on, row.due_on, row.due, left, day))
        earned = left.interest - off.get(INTEREST, 0)
        if earned:
            reasons.append(_row_reason(row, earned, EARNED))
    total = sum(reason.amount_minor for reason in reasons)
    return Explanation("accrued_interest", total, tuple(reasons))


def _row_reason(row: InstalmentState, amount: int, sentence: str) -> Reason:
    params: dict[str, object] = {"instalment": row.number, "on": row.due_on, "amount": amount}
    return Reason(row.due_on, "", "schedule", amount, sentence, params)


def _explain_days(state: LoanState, on: date | None) -> Explanation:
    day = on or state.until
    if day is None:
        return Explanation("days_past_due", 0, ())
    now = position(state, day)
    reasons: tuple[Reason, ...] = ()
    if now.oldest_unpaid_due_on is not None:
        grace = state.terms.arrears_grace_days
        oldest = now.oldest_unpaid_due_on
        sentence = N_(
            "The oldest unpaid instalment fell due on %(due_on)s; %(days)s days have passed,"
            " %(grace)s of them are grace."
        )
        params: dict[str, object] = {"due_on": oldest, "days": (day - oldest).days, "grace": grace}
        reasons = (Reason(oldest, "", "arrears", now.days_past_due, sentence, params),)
    return Explanation("days_past_due", now.days_past_due, reasons)


def _explain_credit(state: LoanState) -> Explanation:
    sentence = N_("%(amount)s of the payment is kept for the client.")
    reasons = tuple(
        Reason(a.on, a.payment_id, "credit", a.amount_minor, sentence, {"amount": a.amount_minor})
        for a in state.allocations
        if a.component == "credit"
    )
    return Explanation("credit", state.credit_minor, reasons)
