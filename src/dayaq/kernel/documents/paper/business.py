"""The appraisal and the monitoring visit form."""

from __future__ import annotations

from dayaq.kernel.documents.paper.fields import (
    OFFICER_SIGNS,
    PERSON_SIGNS,
    YES_NO,
    boxes,
    date,
    grid,
    line,
    lines,
    section,
)

APPRAISAL = {
    "title": ("Borc müraciətinin qiymətləndirilməsi", "Appraisal of a loan application"),
    "edition": "L-1 / 2010",
    "intro": (
        (
            "Evə və iş yerinə baş çəkin. Qiymətləndirən şəxs qərar və pul vermir. Pulu manatla, "
            "bir ay üçün yazın."
        ),
        (
            "Visit the home and the place of business. Who appraises neither decides nor pays out. "
            "Write money in manat, for one month."
        ),
    ),
    "sections": [
        section(
            "1. Müraciət",
            "1. The application",
            line("1.1", "Müraciətin kodu", "Code of the application"),
            line("1.2", "Ad, soyad", "Name"),
            date("1.3", "Baş çəkmə tarixi", "Date of the visit"),
            line("1.4", "Xahiş olunan məbləğ, müddət", "Amount and term asked for"),
            line("1.5", "Nə üçün", "What for"),
        ),
        section(
            "2. Ailənin pul axını, bir ayda",
            "2. Cash flow of the household, a month",
            grid(
                "2.1",
                "Gəlir (pensiya və müavinəti ayrıca yazın: onlar qorunur)",
                "Income (write pensions and allowances apart: they are protected)",
                [
                    ("Mənbə", "Source"),
                    ("Manat", "Manat"),
                    ("Qorunur (B/X)", "Protected (Y/N)"),
                ],
                rows=6,
            ),
            grid("2.2", "Xərc", "Expenses", [("Nəyə", "For what"), ("Manat", "Manat")], rows=6),
            grid(
                "2.3",
                "Başqa borclar",
                "Other debts",
                [("Kimə", "To whom"), ("Qalıq", "Still owed"), ("Ayda ödəyir", "Paid a month")],
                rows=3,
            ),
        ),
        section(
            "3. Biznes",
            "3. The business",
            boxes(
                "3.1",
                "Növ",
                "Kind",
                [("Yeni iş", "Start-up"), ("Mövcud işin genişlənməsi", "Expansion")],
            ),
            line("3.2", "İş yeri", "Place of business"),
            boxes(
                "3.3",
                "Yer minalardan təhlükəsizdirmi",
                "Is the place safe from mines",
                [
                    ("Yoxlanılıb, təhlükəsizdir", "Checked, safe"),
                    ("Yoxlanılmayıb", "Not checked"),
                    ("Şübhəlidir", "Suspected"),
                ],
                hint=("(minatəmizləmə qurumunun cavabı)", "(answer of the mine action authority)"),
            ),
            line("3.4", "Öz payı", "Own contribution"),
            line("3.5", "Kim kömək edəcək", "Who will help"),
            lines("3.6", "Hansı uyğunlaşdırma lazımdır", "What accommodation is needed", rows=2),
        ),
        section(
            "4. Rəy",
            "4. Opinion",
            line("4.1", "Qonşu, bələdiyyə rəyi (kim)", "Reference (from whom)"),
            lines("4.2", "Risklər", "Risks", rows=3),
            boxes(
                "4.3",
                "Təklif",
                "Recommendation",
                [
                    ("Borc verilsin", "Lend"),
                    ("Daha az verilsin", "Lend a smaller amount"),
                    ("Hələ verilməsin", "Do not lend now"),
                ],
            ),
            line("4.4", "Təklif olunan məbləğ, müddət", "Amount and term recommended"),
            lines("4.5", "Əsaslandırma", "Reasons", rows=3),
        ),
    ],
    "signatories": [PERSON_SIGNS, OFFICER_SIGNS],
}

VISIT = {
    "title": ("Monitorinq səfəri", "Monitoring visit"),
    "edition": "V-1 / 2010",
    "intro": None,
    "sections": [
        section(
            "1. Səfər",
            "1. The visit",
            line("1.1", "Borcun kodu", "Code of the loan"),
            line("1.2", "Ad, soyad", "Name"),
            date("1.3", "Tarix", "Date"),
            boxes(
                "1.4",
                "Məqsəd",
                "Purpose",
                [
                    ("Borcun istifadəsi", "Use of the loan"),
                    ("Adi səfər", "Routine"),
                    ("Gecikmə", "Arrears"),
                ],
            ),
        ),
        section(
            "2. İş",
            "2. The business",
            boxes(
                "2.1",
                "İş gedirmi",
                "Is it running",
                [
                    ("Gedir", "Running"),
                    ("Müvəqqəti dayanıb", "Paused"),
                    ("Bağlanıb", "Closed"),
                    ("Məlum deyil", "Not known"),
                ],
            ),
            boxes("2.2", "Borc plan üzrə istifadə edilib", "Loan used as planned", YES_NO),
            line("2.3", "Keçən ayın satışı, manat", "Sales last month, manat"),
            line("2.4", "Keçən ayın xərci, manat", "Expenses last month, manat"),
            line("2.5", "Maaşlı işçi / ailədən kömək (nəfər)", "Paid workers / family helpers"),
            boxes("2.6", "Hesab yazır", "Keeps records", YES_NO),
            boxes("2.7", "Mina təhlükəsi görünür", "Signs of mines or other danger", YES_NO),
            line("2.8", "Varsa: nə, harada", "If so: what, where"),
        ),
        section(
            "3. Söhbət",
            "3. The talk",
            lines("3.1", "Çətinliklər, öz sözləri ilə", "Problems, in their own words", rows=4),
            lines("3.2", "Verilən məsləhət", "Advice given", rows=3),
            line("3.3", "Ödəniş vədi (gün, məbləğ)", "Promise to pay (day, amount)"),
            date("3.4", "Növbəti səfər", "Next visit"),
        ),
    ],
    "signatories": [PERSON_SIGNS, OFFICER_SIGNS],
}
