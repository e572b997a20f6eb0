"""Invented people and figures, one set of data for each document template."""

from __future__ import annotations

import datetime as dt
from typing import Any

LETTERHEAD: dict[str, Any] = {
    "programme": "Minadan zərərçəkənlərin sosial-iqtisadi reinteqrasiyası proqramı",
    "organisation": "“Çıraq” İctimai Birliyi",
    "address": "Füzuli rayonu, Horadiz şəhəri",
    "marks": [
        {"short": "ADA", "name": "Austrian Development Agency"},
        {"short": "ITF", "name": "ITF"},
        {"short": "ANAMA", "name": "ANAMA"},
        {"short": "IOM", "name": "IOM"},
    ],
    "complaint_phone": "012 555 01 23",
}

HEAD: dict[str, Any] = {
    "letterhead": LETTERHEAD,
    "number": "FZ-0042-7",
    "dated_on": dt.date(2011, 3, 15),
    "currency": "AZN",
}

CLAUSES = [
    {
        "heading": "Borcun istifadəsi",
        "text": "Borcalan pulu yalnız biznes planda göstərilən iş üçün istifadə edir və alışın "
        "qəbzlərini saxlayır.",
    },
    {
        "heading": "Çətinlik yarananda",
        "text": "Xəstəlik, köçürülmə, mal-qara itkisi və ya məhsulun məhv olması halında borcalan "
        "dərhal xəbər verir; tərəflər ödəniş cədvəlini birlikdə dəyişirlər.",
    },
    {
        "heading": "Toxunulmaz əmlak",
        "text": "Protez, əlil arabası, yaşayış evi və pensiya heç bir halda borca görə götürülmür.",
    },
]


def agreement(**changes: Any) -> dict[str, Any]:
    dues = [dt.date(2011, month, 15) for month in range(4, 13)] + [
        dt.date(2012, month, 15) for month in (1, 2, 3)
    ]
    left = 100_000
    instalments = []
    for number, due_on in enumerate(dues, start=1):
        part = 8_333 if number < 12 else 8_337
        left -= part
        instalments.append(
            {
                "number": number,
                "due_on": due_on,
                "principal_minor": part,
                "interest_minor": 0,
                "fee_minor": 0,
                "total_minor": part,
                "balance_minor": left,
            }
        )
    return {
        **HEAD,
        "interest_free": True,
        "has_fees": False,
        "place": "Horadiz",
        "lender": {
            "name": "“Çıraq” İctimai Birliyi",
            "address": "Bakı şəhəri, Nizami küçəsi 5",
            "represented_by": "Elçin Quliyev, sədr",
            "legal_basis": "ITF, ANAMA, BMqT və “Çıraq” arasında dördtərəfli saziş",
        },
        "borrower": {
            "name": "Zaur Məmmədov Əli oğlu (Заур Мамедов)",
            "code": "FZ-0007-1",
            "born_on": dt.date(1971, 5, 2),
            "document": "AZE № 01234567",
            "address": "Füzuli rayonu, Əhmədbəyli kəndi",
            "phone": "050 555 12 34",
        },
        "guarantors": [],
        "amount_minor": 100_000,
        "purpose": "İki süd inəyinin alınması",
        "business_place": "Əhmədbəyli kəndi, həyətyanı sahə",
        "disbursement": "Nağd, imzalı order ilə",
        "instalments": instalments,
        "total_fees_minor": 0,
        "total_interest_minor": 0,
        "total_cost_minor": 0,
        "total_to_repay_minor": 100_000,
        "allocation": "Əvvəl vaxtı keçmiş ödənişlər, sonra cari ödəniş",
        "clauses": CLAUSES,
        "clauses_version": "2-ci nəşr, 1 mart 2011",
        "clauses_approved": True,
        "clauses_approved_by": "Leyla Abbasova",
        "clauses_approved_on": dt.date(2011, 3, 1),
        "lender_signatories": [
            {
                "role": "Borcverənin adından",
                "name": "Elçin Quliyev",
                "position": "Sədr",
                "manner": "hand",
            },
            {
                "role": "Borcverənin adından",
                "name": "Vüqar Əliyev",
                "position": "Baş mühasib",
                "manner": "hand",
            },
        ],
        "borrower_signature": {
            "role": "Borcalan",
            "name": "Zaur Məmmədov",
            "manner": "thumb",
            "witnesses": ["Aytən Hüseynova", ""],
        },
        **changes,
    }


def receipt(**changes: Any) -> dict[str, Any]:
    return {
        **HEAD,
        "series": "AB",
        "receipt_number": "001237",
        "amount_minor": 8_333,
        "paid_by": "Gülnar Həsənova",
        "borrower": "Zaur Məmmədov",
        "borrower_code": "FZ-0007-1",
        "loan_code": "FZ-0042-7",
        "paid_on": dt.date(2011, 4, 15),
        "method": "Nağd",
        "received_by": "Aytən Hüseynova",
        "principal_minor": 8_333,
        "balance_minor": 91_667,
        "next_due_on": dt.date(2011, 5, 15),
        "next_due_minor": 8_333,
        **changes,
    }


def table_report(**changes: Any) -> dict[str, Any]:
    return {
        "letterhead": LETTERHEAD,
        "currency": "AZN",
        "title": "Riskli portfel (PAR30) rayonlar üzrə",
        "as_of": dt.date(2011, 3, 15),
        "parameters": [{"label": "Dövr", "value": "01.03.2011 - 15.03.2011"}],
        "columns": [
            {"title": "Rayon", "kind": "text"},
            {"title": "Aktiv borclar", "kind": "number"},
            {"title": "Qalıq, AZN", "kind": "money"},
            {"title": "PAR30", "kind": "percent"},
        ],
        "rows": [
            ["Füzuli", 14, "9 200,00", "4,3 %"],
            ["Ağcabədi", 11, "7 050,50", "0,0 %"],
            ["Şəmkir", 9, "5 410,00", "11,2 %"],
        ],
        "totals": ["Cəmi", 34, "21 660,50", "4,6 %"],
        "definitions": [
            {
                "label": "PAR30",
                "value": "Ən azı bir ödənişi 30 gündən çox gecikən borcların bütün qalığı, "
                "portfelin bütün qalığına bölünür.",
            }
        ],
        **changes,
    }


OFFICER = {"role": "Sahə əməkdaşı", "name": "Aytən Hüseynova", "manner": "hand"}
MANAGER = {"role": "Layihə rəhbəri", "name": "Elçin Quliyev", "manner": "hand"}
BY_THUMB = {"role": "Borcalan", "name": "Zaur Məmmədov", "manner": "thumb", "witnesses": [""]}


def disclosure(**changes: Any) -> dict[str, Any]:
    of_the_agreement_alone = (
        "place", "lender", "borrower", "guarantors", "business_place", "clauses",
        "clauses_version", "clauses_approved", "clauses_approved_by", "clauses_approved_on",
        "lender_signatories",
    )  # fmt: skip
    terms = agreement()
    return {
        **{key: value for key, value in terms.items() if key not in of_the_agreement_alone},
        "borrower": "Zaur Məmmədov",
        "officer": "Aytən Hüseynova",
        "officer_phone": "050 555 00 11",
        "borrower_signature": {**BY_THUMB, "manner": "read_aloud"},
        **changes,
    }


def passbook(**changes: Any) -> dict[str, Any]:
    return {
        **HEAD,
        "borrower": "Zaur Məmmədov",
        "borrower_code": "FZ-0007-1",
        "loan_code": "FZ-0042-7",
        "agreement_on": dt.date(2011, 3, 15),
        "amount_minor": 100_000,
        "balance_minor": 91_667,
        "next_due_on": dt.date(2011, 5, 15),
        "next_due_minor": 8_333,
        "officer": "Aytən Hüseynova",
        "officer_phone": "050 555 00 11",
        "instalments": [
            {**row, "paid_minor": row["total_minor"] if row["number"] == 1 else 0}
            for row in agreement()["instalments"]
        ],
        "payments": [
            {
                "paid_on": dt.date(2011, 4, 15),
                "receipt": "AB 001237",
                "amount_minor": 8_333,
                "balance_minor": 91_667,
            }
        ],
        **changes,
    }


def collection_sheet(**changes: Any) -> dict[str, Any]:
    people = ["Zaur Məmmədov", "Gülnar Həsənova", "Şahin Əliyev", "Xədicə Qurbanova", "Иван Петров"]
    lines = [
        {
            "loan_code": f"FZ-{40 + index:04}-7",
            "name": name,
            "phone": "050 555 12 3" + str(index),
            "due_on": dt.date(2011, 4, 15),
            "due_minor": 8_333,
            "overdue_minor": 8_333 if index % 2 else 0,
            "days_past_due": 31 if index % 2 else 0,
            "promise": "20.04.2011, 50,00" if index == 1 else None,
        }
        for index, name in enumerate(people)
    ]
    return {
        **HEAD,
        "village": "Əhmədbəyli",
        "district": "Füzuli",
        "officer": "Aytən Hüseynova",
        "planned_on": dt.date(2011, 4, 18),
        "lines": lines,
        "total_due_minor": 41_665,
        "total_overdue_minor": 16_666,
        **changes,
    }


def cash_order(**changes: Any) -> dict[str, Any]:
    return {
        **HEAD,
        "money_comes_in": False,
        "amount_minor": 500_00,
        "party": "Beynəlxalq Bank, Füzuli filialı",
        "purpose": "Nağd pulun banka verilməsi",
        "cashier": "Səbinə Rzayeva",
        **changes,
    }


def voucher(**changes: Any) -> dict[str, Any]:
    return {
        **HEAD,
        "amount_minor": 100_000,
        "borrower": agreement()["borrower"],
        "loan_code": "FZ-0042-7",
        "purpose": "İki süd inəyinin alınması",
        "method": "Nağd",
        "window": "ADA, ITF vasitəsilə",
        "disbursed_by": "Səbinə Rzayeva",
        "approved_reference": "Kredit komitəsi, 10.03.2011, protokol № 4",
        "borrower_signature": BY_THUMB,
        "signatories": [
            {"role": "Kassir", "name": "Səbinə Rzayeva", "manner": "hand"},
            {"role": "Baş mühasib", "name": "Vüqar Əliyev", "manner": "hand"},
        ],
        **changes,
    }


def paid_in_full(**changes: Any) -> dict[str, Any]:
    return {
        **HEAD,
        "borrower": "Gülnar Həsənova",
        "loan_code": "FZ-0042-7",
        "agreement_on": dt.date(2011, 3, 15),
        "amount_minor": 100_000,
        "repaid_minor": 100_000,
        "closed_on": dt.date(2012, 3, 15),
        "signatories": [MANAGER],
        **changes,
    }


def handover_notice(**changes: Any) -> dict[str, Any]:
    return {
        **HEAD,
        "successor": "“FinAqro” bank olmayan kredit təşkilatı",
        "transfer_on": dt.date(2012, 4, 2),
        "pay_how": "FinAqro-nun Füzuli kassasında və ya qəbzdəki hesaba",
        "phone": "012 555 07 70",
        "agreement": "HO-2012/1",
        "notices": [
            {
                "borrower": name,
                "loan_code": code,
                "outstanding_minor": 41_667,
                "outstanding_words": "dörd yüz on altı manat 67 qəpik",
                "overdue_minor": overdue,
                "next_due_on": dt.date(2012, 4, 15),
                "next_due_minor": 8_333,
            }
            for name, code, overdue in (
                ("Gülnar Həsənova", "FZ-0042-7", None),
                ("Şövkət Əliyeva", "FZ-0043-5", 8_333),
            )
        ],
        "signatories": [MANAGER],
        **changes,
    }


def referral(**changes: Any) -> dict[str, Any]:
    return {
        **HEAD,
        "institution": "Füzuli Rayon Məşğulluq Mərkəzi",
        "institution_address": "Horadiz şəhəri, Heydər Əliyev prospekti 3",
        "attention": "Nərgiz Abbasova",
        "person": "Şahin Əliyev",
        "person_code": "FZ-0009-4",
        "born_on": dt.date(1980, 11, 3),
        "district": "Füzuli",
        "phone": "050 555 77 88",
        "service": "İşə düzəlmədə kömək",
        "request": "Şahin Əliyevin iş axtaran kimi qeydiyyata alınmasını və ona uyğun iş yeri "
        "tapılmasında köməklik göstərilməsini xahiş edirik.",
        "answer_by": dt.date(2011, 3, 29),
        "memorandum": "Anlaşma memorandumu, 01.09.2010",
        "consent_on": dt.date(2011, 3, 14),
        "contact": "Nigar Səfərova, sosial işçi, 050 555 33 44",
        "signatories": [MANAGER],
        **changes,
    }


def decision(**changes: Any) -> dict[str, Any]:
    return {
        **HEAD,
        "applicant": "Xədicə Qurbanova",
        "application_code": "FZ-0051-3",
        "applied_on": dt.date(2011, 2, 20),
        "decided_on": dt.date(2011, 3, 10),
        "outcome": "approved_with_changes",
        "requested_minor": 150_000,
        "approved_minor": 100_000,
        "reasons": [
            "Ailənin aylıq gəliri 1 500 manatlıq borcun ödənişinə çatmır.",
            "İş planı yaxşı hazırlanıb, yer təhlükəsizdir.",
        ],
        "conditions": ["Yem üçün sərfiyyat siyahısı əlavə olunsun."],
        "next_step": "Əməkdaşımız 20 martadək sizə zəng edib müqavilənin imzalanma gününü deyəcək.",
        "appeal_by": dt.date(2011, 4, 10),
        "signatories": [
            {"role": "Komitənin sədri", "name": "Tural İsmayılov", "manner": "hand"},
            {"role": "Katib", "name": "Günay Kərimova", "manner": "hand"},
        ],
        **changes,
    }


def committee_pack(**changes: Any) -> dict[str, Any]:
    return {
        **HEAD,
        "application_code": "FZ-0051-3",
        "applicant": "Xədicə Qurbanova",
        "meeting_on": dt.date(2011, 3, 10),
        "officer": "Aytən Hüseynova",
        "requested_minor": 100_000,
        "term_months": 12,
        "instalment_minor": 8_333,
        "purpose": "On baş arı ailəsi və pətək",
        "applicant_facts": [
            {"label": "Status", "value": "Dolayı zərərçəkən (dul)"},
            {"label": "Yaşadığı yer", "value": "Füzuli, Böyük Bəhmənli"},
            {"label": "Ailə", "value": "5 nəfər, 3 uşaq"},
            {"label": "Təlim", "value": "Tamamlayıb, 02.2011"},
        ],
        "business_facts": [
            {"label": "Növ", "value": "Genişlənmə"},
            {"label": "Təcrübə", "value": "6 il arıçılıq"},
            {"label": "Öz payı", "value": "300,00 AZN"},
        ],
        "monthly_income_minor": 42_000,
        "monthly_expenses_minor": 21_000,
        "monthly_debts_minor": 0,
        "monthly_margin_minor": 21_000,
        "debt_service_ratio": "39,7 %",
        "debt_service_limit": "40 %",
        "hazard": "Yoxlanılıb: təhlükəsizdir (ANAMA, 02.03.2011).",
        "recommendation": "Borcun verilməsi təklif olunur: ailə arıçılıq təcrübəsinə malikdir.",
        "risks": ["Quraqlıq ilində bal az ola bilər."],
        "district_portfolio": "14 aktiv borc, qalıq 9 200,00 AZN, PAR30 4,3 %",
        "members": ["Tural İsmayılov", "Sevda Məlikova", "Elçin Quliyev"],
        **changes,
    }


def certificate(**changes: Any) -> dict[str, Any]:
    return {
        **HEAD,
        "person": "Gülnar Həsənova",
        "course": "Kiçik biznesin qurulması",
        "starts_on": dt.date(2011, 2, 7),
        "ends_on": dt.date(2011, 2, 11),
        "hours": 30,
        "topics": ["biznes ideyası", "bazar", "hesabat", "pul axını", "biznes plan"],
        "place": "Horadiz",
        "signatories": [
            {"role": "Təlimçi", "name": "Kamran Nəsirov", "manner": "hand"},
            MANAGER,
        ],
        **changes,
    }


def attendance(**changes: Any) -> dict[str, Any]:
    names = ["Zaur Məmmədov", "Gülnar Həsənova", "Şahin Əliyev", "Xədicə Qurbanova"] * 3
    return {
        **HEAD,
        "course": "Kiçik biznesin qurulması",
        "place": "Horadiz",
        "trainer": "Kamran Nəsirov",
        "sessions": [dt.date(2011, 2, day) for day in range(7, 12)],
        "attendees": [
            {"name": name, "code": "FZ-0007-1", "village": "Əhmədbəyli"} for name in names
        ],
        "empty_lines": 3,
        **changes,
    }


def business_plan(**changes: Any) -> dict[str, Any]:
    months = ["Aprel", "May", "İyun", "İyul", "Avqust", "Sentyabr", "Oktyabr", "Noyabr", "Dekabr"]
    months += ["Yanvar", "Fevral", "Mart"]
    return {
        **HEAD,
        "person": "Zaur Məmmədov",
        "person_code": "FZ-0007-1",
        "title": "Südçülük",
        "place": "Əhmədbəyli kəndi",
        "sections": [
            {"label": "İdeya", "value": "İki inək alıb süd və pendiri Horadiz bazarında satmaq."},
            {"label": "Bazar", "value": "Kənddə gündəlik süd alan on iki ailə və bir mağaza var."},
        ],
        "purchases": [{"item": "Süd inəyi", "quantity": "2", "cost_minor": 120_000}],
        "purchases_total_minor": 120_000,
        "own_contribution_minor": 20_000,
        "requested_minor": 100_000,
        "months": [
            {
                "month": month,
                "sales_minor": 24_000,
                "costs_minor": 9_000,
                "instalment_minor": 8_333,
                "left_minor": 6_667,
            }
            for month in months
        ],
        "hazard": "Yoxlanılıb: təhlükəsizdir (ANAMA, 02.03.2011).",
        "status": "Qəbul edilib",
        "adviser": "Kamran Nəsirov",
        "signatories": [
            BY_THUMB,
            {"role": "Məsləhətçi", "name": "Kamran Nəsirov", "manner": "hand"},
        ],
        **changes,
    }


def verification_list(**changes: Any) -> dict[str, Any]:
    return {
        **HEAD,
        "authority": "Azərbaycan Respublikası Minatəmizləmə Agentliyi (ANAMA)",
        "attention": "Orxan Vəliyev",
        "lines": [
            {
                "code": "FZ-0007-1",
                "name": "Zaur Məmmədov Əli oğlu",
                "born_on": dt.date(1971, 5, 2),
                "district": "Füzuli",
                "village": "Əhmədbəyli",
                "incident_on": "08.1994",
            },
            {
                "code": "FZ-0008-6",
                "name": "Gülnar Həsənova Kamil qızı",
                "born_on": dt.date(1975, 1, 9),
                "district": "Ağcabədi",
                "village": None,
                "incident_on": "1993",
            },
        ],
        "places": [{"label": "BP-0003-1", "value": "Əhmədbəyli kəndi, otlaq"}],
        "answer_by": dt.date(2011, 4, 1),
        "consent_note": "Siyahıdakı hər kəs məlumatının bu yoxlama üçün sizə verilməsinə yazılı "
        "razılıq verib.",
        "signatories": [MANAGER],
        **changes,
    }


def monthly_report(**changes: Any) -> dict[str, Any]:
    return {
        **HEAD,
        "month": "mart 2011",
        "implementer": "“Çıraq” İctimai Birliyi",
        "figures": [
            {"label": "Təlim keçənlər", "month": "14", "to_date": "71", "target": "105"},
            {"label": "Verilən borclar", "month": "6", "to_date": "44", "target": "88"},
            {"label": "Ödənilməli, AZN", "month": "3 416,53", "to_date": "21 500,00"},
            {"label": "Yığılan, AZN", "month": "3 108,21", "to_date": "20 640,75"},
            {"label": "PAR30", "month": "4,6 %", "to_date": "", "target": "< 5 %"},
        ],
        "problem_cases": [{"label": "FZ-0043-7", "value": "protezin sınması, cədvəl dəyişdirilir"}],
        "decisions_asked": ["Tovuz rayonu üçün ikinci təlimin vaxtı"],
        "balances": [
            {
                "label": "Bank",
                "opening_minor": 1_204_050,
                "received_minor": 300_000,
                "paid_minor": 600_000,
                "closing_minor": 904_050,
            },
            {
                "label": "Kassa",
                "opening_minor": 12_000,
                "received_minor": 310_821,
                "paid_minor": 300_000,
                "closing_minor": 22_821,
            },
        ],
        "next_month": ["8 monitorinq səfəri", "Ağcabədidə təlim"],
        "signatories": [MANAGER],
        **changes,
    }


CHART = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 120" width="400" height="120">'
    '<rect x="60" y="10" width="220" height="30" fill="#0b6b6e"/>'
    '<rect x="60" y="60" width="120" height="30" fill="#9fb8ba"/>'
    '<text x="0" y="30" font-family="Noto Sans" font-size="12">Qadın</text>'
    '<text x="0" y="80" font-family="Noto Sans" font-size="12">Kişi</text></svg>'
)


def donor_report(**changes: Any) -> dict[str, Any]:
    return {
        **HEAD,
        "title": "Progress report, phase II",
        "donor": "Austrian Development Agency",
        "as_of": dt.date(2011, 3, 15),
        "status": None,
        "parameters": [{"label": "Period", "value": "01.12.2009 - 15.03.2011"}],
        "summary": "71 mine victims were trained and 44 loans paid out.",
        "sections": [
            {
                "title": "People trained",
                "text": "Each person is counted once.",
                "columns": [
                    {"title": "Sex", "kind": "text"},
                    {"title": "Target", "kind": "number"},
                    {"title": "Actual", "kind": "number"},
                ],
                "rows": [["Female", "40", "28"], ["Male", "65", "43"]],
                "totals": ["Total", "105", "71"],
                "chart_svg": CHART,
                "chart_alt": "People trained by sex",
            },
            {
                "title": "Loans",
                "columns": [
                    {"title": "District", "kind": "text"},
                    {"title": "AZN", "kind": "money"},
                ],
                "rows": [["Füzuli", "14 000,00"], ["Şəmkir", "9 000,00"]],
            },
        ],
        "definitions": [{"label": "Trained", "value": "attended at least 80 % of the sessions"}],
        **changes,
    }


def form(key: str = "registration", language: str = "az") -> dict[str, Any]:
    from dayaq.kernel.documents.paper import paper_form

    return dict(paper_form(key, LETTERHEAD, language=language))  # type: ignore[arg-type]
