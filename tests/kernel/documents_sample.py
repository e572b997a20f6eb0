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
            }  # fmt: skip
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
        "disbursement": "Nağd, imzalı mədaxil orderi ilə",
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
            {"role": "Borcverənin adından", "name": "Elçin Quliyev", "position": "Sədr", "manner": "hand"},
            {"role": "Borcverənin adından", "name": "Vüqar Əliyev", "position": "Baş mühasib", "manner": "hand"},
        ],
        "borrower_signature": {
            "role": "Borcalan", "name": "Zaur Məmmədov", "manner": "thumb", "witnesses": ["Aytən Hüseynova", ""],
        },
        **changes,
    }  # fmt: skip


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
                "value": "Ən azı bir ödənişi 30 gündən çox gecikən borcların bütün qalığı, portfelin "
                "bütün qalığına bölünür.",
            }
        ],
        **changes,
    }
