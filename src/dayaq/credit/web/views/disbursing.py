"""Pages of paying out: the disbursement, its voucher, a cancelled loan, the last letter."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _

from dayaq.credit import services
from dayaq.credit.models import LoanStatus
from dayaq.credit.queries.loans import tell
from dayaq.credit.queries.papers import letter_paper, voucher_paper
from dayaq.credit.web.forms import asking, paying
from dayaq.credit.web.views.common import (
    checked_form_page,
    loan_or_404,
    loan_url,
    money,
)
from dayaq.kernel.db import run_command
from dayaq.kernel.documents import issue
from dayaq.kernel.errors import N_, NotFound
from dayaq.kernel.files.services import file_response
from dayaq.kernel.web.pages import form_page
from dayaq.kernel.web.parts import Item
from dayaq.kernel.web.views import Request, needs
from dayaq.kernel.words import amount_in_words
from dayaq.ledger.queries import free_windows, windows


@needs("credit.disburse")
def disburse(request: Request, pk: UUID) -> HttpResponse:
    """Pay out, after the answers were shown once more."""
    row = loan_or_404(request, pk)
    free = free_windows(row.programme_id)
    form = paying.DisburseForm(
        request.POST or None,
        clock=request.clock,
        windows=[(one.code, one.name, free[one.code]) for one in windows(row.programme_id)],
    )

    def check() -> list[Item]:
        data = form.cleaned_data
        words = amount_in_words(row.principal_minor, row.currency, request.actor.language)
        return [
            Item(_("Loan"), row.code),
            Item(_("Borrower"), row.person.formal_name),
            Item(_("Amount"), f"{money(row.principal_minor, row.currency)}\n{words}"),
            Item(_("Day"), f"{data['paid_on']:%d.%m.%Y}"),
            Item(_("How"), dict(form.fields["method"].choices)[data["method"]]),  # type: ignore[attr-defined]
            Item(_("Voucher or transfer"), data["voucher"]),
            Item(_("Fund window"), dict(form.fields["window"].choices)[data["window"]]),  # type: ignore[attr-defined]
            *(
                Item(form.fields[f"share_{code}"].label, money(minor, row.currency))
                for code, minor in (form.shares or {}).items()
            ),
        ]

    return checked_form_page(
        request,
        form,
        verb="credit.disburse",
        title=_("Pay out the loan %(code)s") % {"code": row.code},
        check=check,
        do=lambda: services.disburse(
            by=request.actor,
            loan_id=pk,
            method=form.cleaned_data["method"],
            voucher=form.cleaned_data["voucher"],
            window="" if form.shares is not None else form.cleaned_data["window"],
            shares=form.shares,
            on=form.cleaned_data["paid_on"],
            at=request.clock.now,
        ),
        to=lambda found: loan_url(found.pk),
        message=_("The loan is paid out. Its schedule and its entry in the books exist."),
        submit_label=_("Pay out"),
        back_url=loan_url(pk),
    )


@needs("credit.draw_up_agreement")
def cancel(request: Request, pk: UUID) -> HttpResponse:
    row = loan_or_404(request, pk)
    form = asking.ReasonForm(request.POST or None, clock=request.clock)
    return form_page(
        request,
        form,
        verb="credit.cancel_loan",
        title=_("Cancel the loan %(code)s before it is paid out") % {"code": row.code},
        do=lambda: services.cancel_loan(
            by=request.actor,
            loan_id=pk,
            reason=form.cleaned_data["reason"],
            on=form.cleaned_data["on"],
            at=request.clock.now,
        ),
        to=lambda found: loan_url(found.pk),
        message=_("The loan is cancelled."),
        submit_label=_("Cancel the loan"),
        back_url=loan_url(pk),
        context={"danger": True},
    )


@needs("credit.view")
def voucher_pdf(request: Request, pk: UUID) -> HttpResponse:
    row = loan_or_404(request, pk)
    payouts = {event.seq: event for event in row.events.filter(kind="disbursed").order_by("seq")}
    number = request.GET.get("payout", "")
    paid = payouts.get(int(number) if number.isdecimal() else min(payouts, default=0))
    if paid is None:
        raise NotFound(N_("This loan is not paid out yet."))
    language = row.application.agreement.language
    stored = run_command(
        lambda: issue(
            "voucher",
            lambda: voucher_paper(
                row,
                paid,
                method=_("Bank transfer") if paid.data.get("method") == "bank" else _("Cash"),
                voucher=str(paid.data.get("voucher", "")),
                language=language,
            ),
            # The first payout keeps the key it always had.
            key=f"voucher:{row.pk}" if paid.seq == 1 else f"voucher:{row.pk}:{paid.seq}",
            subject=row.code,
            by=request.actor,
            at=request.clock.now,
            person_id=row.person_id,
            language=language,
        )
    )
    return file_response(stored)


@needs("credit.view")
def letter_pdf(request: Request, pk: UUID) -> HttpResponse:
    """The "paid in full" letter of a repaid loan."""
    row = loan_or_404(request, pk)
    if row.status != LoanStatus.REPAID:
        raise NotFound(N_("The letter is written when the loan is repaid."))
    language = row.application.agreement.language
    stored = run_command(
        lambda: issue(
            "paid-in-full",
            lambda: letter_paper(tell(row, request.clock.today), language=language),
            # Reopened by a reversal and repaid again, it is another letter.
            key=f"paid-in-full:{row.pk}:{row.events_seen}",
            subject=row.code,
            by=request.actor,
            at=request.clock.now,
            person_id=row.person_id,
            language=language,
            large_print="large" in request.GET,
        )
    )
    return file_response(stored)
