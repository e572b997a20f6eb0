"""Products: shipped, locked, previewed, refused in sentences."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from dayaq.credit import services
from dayaq.credit.models import LoanApplication, LoanProduct, ProductVersion
from dayaq.credit.services.products import Offer
from dayaq.credit.services.shipped import SHIPPED
from dayaq.kernel.db import as_refusal
from dayaq.kernel.errors import Refused
from tests import build
from tests.credit import helpers as h
from tests.credit.test_pages import browser, send

pytestmark = pytest.mark.django_db

ANSWERS: dict[str, Any] = {
    "code": "MIKRO", "name": "Micro", "name_az": "Mikro", "min_minor": "300", "max_minor": "1000",
    "min_instalments": "6", "max_instalments": "12", "every": "1 months", "principal_grace": "0",
    "multiple_minor": "100", "legal_lender": "NGO Çıraq", "legal_basis": "project_agreement",
}  # fmt: skip


def take(made: h.Setting) -> list[LoanProduct]:
    return services.take_shipped_products(
        by=made.programme_officer, legal_lender="NGO Çıraq", legal_basis="project_agreement",
        on=build.START, at=h.AT,
    )  # fmt: skip


def version(code: str) -> ProductVersion:
    return ProductVersion.objects.select_related("product").get(product__code=code)


def test_the_shipped_products_are_taken_once(made: h.Setting) -> None:
    assert {row.code for row in take(made)} == {one.code for one in SHIPPED}
    with pytest.raises(Refused, match="there already"):
        take(made)
    assert LoanProduct.objects.count() == len(SHIPPED)
    may = {one.code: version(one.code).may_lend for one in SHIPPED}
    assert may == {
        "standard": True, "grace": True, "seasonal": True,
        "service-fee": False, "declining-12": False, "flat-1": False,
    }  # fmt: skip


@pytest.mark.parametrize("code", ["service-fee", "declining-12", "flat-1"])
def test_nobody_applies_for_a_locked_product(made: h.Setting, code: str) -> None:
    take(made)
    person = h.applicant(made)
    with pytest.raises(Refused, match="locked"):
        h.apply(made, person, version=version(code))


def test_the_database_refuses_a_locked_product_too(made: h.Setting) -> None:
    take(made)
    application = h.apply(made, h.applicant(made), version=version("standard"))
    with pytest.raises(Exception, match="lender and legal basis") as refused:
        LoanApplication.objects.filter(pk=application.pk).update(
            product_version=version("declining-12")
        )
    assert "locked" in str(as_refusal(refused.value).message)  # type: ignore[arg-type]


@pytest.mark.parametrize(("basis", "lends"), [("licensed", True), ("project_agreement", False)])
def test_a_licensed_lender_unlocks_a_product(made: h.Setting, basis: str, lends: bool) -> None:
    take(made)
    locked = version("declining-12")
    opened = services.add_product_version(
        by=made.programme_officer, product_id=locked.product_id,
        offer=Offer(
            min_minor=locked.min_minor, max_minor=locked.max_minor,
            min_instalments=locked.min_instalments, max_instalments=locked.max_instalments,
            terms=locked.terms, legal_lender="Licensed lender (sample)", legal_basis=basis,
        ),
        on=build.START, at=h.AT,
    )  # fmt: skip
    assert opened.may_lend is lends
    person = h.applicant(made)
    if lends:
        assert h.apply(made, person, version=opened).product_version_id == opened.pk
    else:
        with pytest.raises(Refused):
            h.apply(made, person, version=opened)


def test_one_percent_a_month_flat_is_shown_as_21_46(made: h.Setting) -> None:
    take(made)
    officer = browser(made.programme_officer)
    shown = officer.get(
        reverse("credit:product", args=[version("flat-1").product_id])
    ).content.decode()
    assert "21,46\xa0%" in shown
    assert "locked" in shown
    form = officer.post(reverse("credit:product_preview"), {
        **ANSWERS, "max_minor": "1200", "interest": "flat", "annual_rate": "12",
    }).content.decode()  # fmt: skip
    assert "21,46\xa0%" in form


def test_without_interest_the_preview_has_no_interest_column(made: h.Setting) -> None:
    officer = browser(made.programme_officer)
    shown = officer.post(reverse("credit:product_preview"), ANSWERS).content.decode()
    assert "<html" not in shown
    assert shown.count("83,00") == 11
    assert "87,00" in shown
    assert "Interest" not in shown
    assert "enalt" not in shown


def test_the_preview_button_shows_the_schedule_and_opens_nothing(made: h.Setting) -> None:
    officer = browser(made.programme_officer)
    answer = send(officer, reverse("credit:product_new"), {**ANSWERS, "preview": "1"}, 200)
    assert "87,00" in answer.content.decode()
    assert not LoanProduct.objects.exists()
    send(officer, reverse("credit:product_new"), ANSWERS)
    assert LoanProduct.objects.get().code == "MIKRO"


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"principal_grace": "12"}, "leave nothing to collect"),
        ({"multiple_minor": "1000", "min_minor": "30"}, "cannot be rounded to multiples of 10,00"),
        ({"interest": "declining", "annual_rate": "0"}, "its rate is 0"),
        ({"annual_rate": "12"}, "set the rate to 0"),
        ({"interest_grace": "2"}, "cannot be combined"),
        ({"min_minor": "2000"}, "must not be below the smallest"),
    ],
)  # fmt: skip
def test_contradictions_are_sentences_beside_the_question(
    made: h.Setting, changed: dict[str, str], sentence: str
) -> None:
    officer = browser(made.programme_officer)
    answer = send(officer, reverse("credit:product_new"), {**ANSWERS, **changed}, 422)
    shown = answer.content.decode()
    assert sentence in shown.replace("\xa0", " ")
    assert "minor units" not in shown
    assert answer.context["form"].errors.keys() - {"__all__"}
    preview = officer.post(reverse("credit:product_preview"), {**ANSWERS, **changed})
    assert sentence in preview.content.decode().replace("\xa0", " ")


def test_the_product_page_shows_its_versions_and_their_loans(made: h.Setting) -> None:
    loan = h.lent(made)
    services.add_product_version(
        by=made.programme_officer, product_id=loan.product_version.product_id,
        offer=h.offer(principal_grace=2), on=build.TODAY, at=h.AT,
    )  # fmt: skip
    url = reverse("credit:product", args=[loan.product_version.product_id])
    table = browser(made.officer).get(url).context["table"]
    assert [(row[0], row[-1]) for row in table.rows] == [(2, 0), (1, 1)]
    loan.refresh_from_db()
    assert loan.terms["principal_grace"] == 0


def test_every_shipped_term_can_be_asked_again_on_the_form(made: h.Setting) -> None:
    from dayaq.credit.web.forms.product_answers import initial_of
    from dayaq.credit.web.forms.products import OfferFields

    take(made)
    for one in SHIPPED:
        row = version(one.code)
        form = OfferFields({
            name: str(value / 100 if name in ("min_minor", "max_minor") else value)
            for name, value in initial_of(row).items()
        })  # fmt: skip
        assert form.is_valid(), form.errors
        terms = form.offer().terms
        assert {key: terms[key] for key in row.terms} == dict(row.terms)


EVERYTHING: dict[str, Any] = {
    **ANSWERS, "every": "other", "every_number": "10", "every_unit": "days",
    "amortisation": "equal_principal", "rounding": "half_up", "rate_digits": "8",
    "interest": "declining", "annual_rate": "12", "interest_period": "daily",
    "year_basis": "actual", "month_basis": "30", "partial_periods": "on", "interest_grace": "1",
    "interest_free": "1", "move_to": "previous", "weekend": "6", "second_percent": "30",
    "second_after_days": "20", "third_percent": "20", "third_after_days": "40",
    "tranche_rule": "as_from_start", "fee_percent": "1", "fee1_name": "Stamp",
    "fee1_when": "paid", "fee1_basis": "flat", "fee1_value": "2.50", "fee2_name": "Visit",
    "fee2_when": "on_date", "fee2_basis": "percent_of_principal_and_interest",
    "fee2_value": "1.5", "fee2_after_days": "15", "penalty": "percent_of_principal",
    "penalty_value": "0.5", "penalty_wait_days": "5", "penalty_repeat_days": "30",
    "allocation": "own", "own_past_due": "interest principal fee penalty",
    "own_due": "principal interest penalty fee",
    "own_in_advance": "principal fee interest penalty", "own_vertical": "on",
    "excess": "principal", "early_principal": "less_interest", "interest_after_days": "4",
    "payoff": "to_the_day", "arrears_grace_days": "3", "legal_basis": "licensed",
}  # fmt: skip


def test_every_term_can_be_asked_for_and_asked_again(made: h.Setting) -> None:
    from dayaq.credit.web.forms.product_answers import initial_of
    from dayaq.credit.web.forms.products import OfferFields

    officer = browser(made.programme_officer)
    send(officer, reverse("credit:product_new"), EVERYTHING)
    row = version("MIKRO")
    terms = row.terms
    assert terms["frequency"] == {"every": 10, "unit": "days"}
    assert terms["working_days"] == {"weekend": [6], "move": "previous"}
    assert [part["percent"] for part in terms["later_tranches"]] == ["30", "20"]
    assert [fee["basis"] for fee in terms["fees"]] == [
        "percent_of_principal", "flat", "percent_of_principal_and_interest",
    ]  # fmt: skip
    assert terms["penalty"] == {
        "basis": "percent_of_principal", "percent": "0.5", "wait_days": 5, "repeat_days": 30,
    }  # fmt: skip
    again = OfferFields({
        name: str(value / 100 if name in ("min_minor", "max_minor") else value)
        for name, value in initial_of(row).items()
    })  # fmt: skip
    assert again.is_valid(), again.errors
    assert dict(again.offer().terms) == terms
    shown = officer.get(reverse("credit:product", args=[row.product_id])).content.decode()
    for said in ("every 10 days", "Stamp", "2,50 AZN", "30 % after 20 days"):
        assert said in shown


@pytest.mark.parametrize(
    ("changed", "question"),
    [
        ({"amortisation": "balloon"}, "balloon_percent"),
        ({"balloon_percent": "40"}, "balloon_percent"),
        ({"amortisation": "custom", "principal_grace": "2"}, "amortisation"),
        ({"every": "other"}, "every_number"),
        ({"second_percent": "40"}, "second_after_days"),
        ({"second_percent": "40", "second_after_days": "900"}, "second_after_days"),
        ({"second_percent": "60", "second_after_days": "9", "third_percent": "60",
          "third_after_days": "20"}, "second_percent"),
        ({"second_percent": "30", "second_after_days": "20", "third_percent": "30",
          "third_after_days": "20"}, "third_after_days"),
        ({"instalment_rule": "progressive"}, "instalment_rule"),
        ({"interest_free": "2"}, "interest_free"),
        ({"fee1_when": "paid"}, "fee1_name"),
        ({"fee1_when": "paid", "fee1_name": "Stamp", "fee1_value": "101",
          "fee1_basis": "percent_of_principal"}, "fee1_value"),
        ({"fee2_when": "on_date", "fee2_name": "Visit", "fee2_value": "5",
          "fee2_after_days": "2999"}, "fee1_after_days"),
        ({"penalty": "percent_of_principal"}, "penalty_value"),
        ({"penalty": "percent_of_principal", "penalty_value": "101"}, "penalty"),
        ({"rate_digits": "3"}, "rate_digits"),
        ({"early_principal": "less_interest"}, "early_principal"),
        ({"interest": "declining", "annual_rate": "12", "early_principal": "less_interest",
          "excess": "credit"}, "early_principal"),
        ({"interest_after_days": "5"}, "interest_after_days"),
        ({"interest": "flat", "annual_rate": "12", "interest_after_days": "900"},
         "interest_after_days"),
    ],
)  # fmt: skip
def test_each_contradiction_stands_beside_its_question(
    made: h.Setting, changed: dict[str, str], question: str
) -> None:
    officer = browser(made.programme_officer)
    answer = send(officer, reverse("credit:product_new"), {**ANSWERS, **changed}, 422)
    assert question in answer.context["form"].errors, answer.context["form"].errors
    assert answer.context["form"].advanced_is_open or question == "principal_grace"
    assert "minor units" not in answer.content.decode()
    assert not LoanProduct.objects.exists()


@pytest.mark.parametrize(
    ("changed", "amounts"),
    [
        # 600 over 11 is 54.55, in whole manat 55; the last takes the rest: 400 less 11 x 0.45.
        ({"amortisation": "balloon", "balloon_percent": "40"}, ["55,00", "395,00"]),
        # 600 over 12, then 400 more after the first instalment: 950 over 11.
        ({"second_percent": "40", "second_after_days": "45"}, ["50,00", "86,00", "90,00"]),
        ({"penalty": "flat", "penalty_value": "1"}, ["83,00", "87,00"]),
        ({"amortisation": "custom"}, ["83,00", "87,00"]),
    ],
)
def test_the_preview_follows_the_advanced_terms(
    made: h.Setting, changed: dict[str, str], amounts: list[str]
) -> None:
    officer = browser(made.programme_officer)
    shown = officer.post(reverse("credit:product_preview"), {**ANSWERS, **changed})
    for amount in amounts:
        assert amount in shown.content.decode()


def test_the_whole_preview_of_everything_is_shown(made: h.Setting) -> None:
    officer = browser(made.programme_officer)
    shown = officer.post(reverse("credit:product_preview"), EVERYTHING).content.decode()
    assert "APR" in shown
    assert "Paid out in parts" in shown
