"""The household form and the attendance sheet of a course that is not yet in the system."""

from __future__ import annotations

from dayaq.kernel.documents.paper.fields import (
    OFFICER_SIGNS,
    OTHER,
    PERSON_SIGNS,
    boxes,
    date,
    grid,
    line,
    lines,
    section,
    signature,
    text,
)

HOUSEHOLD = {
    "title": ("Ailə forması", "Household form"),
    "edition": "H-1 / 2010",
    "intro": (
        "Ailə bir yerdə yaşayan və bir qazandan yeyən adamlardır. Pulu manatla, bir ay üçün yazın.",
        (
            "A household is people who live together and eat from one pot. Write money in manat, "
            "for one month."
        ),
    ),
    "sections": [
        section(
            "1. Üzvlər",
            "1. Members",
            line("1.1", "Ailə başçısı", "Head of the household"),
            grid(
                "1.2",
                "Bütün üzvlər (başçı daxil)",
                "All members (the head too)",
                [
                    ("Ad, soyad", "Name"),
                    ("Qohumluq", "Relation"),
                    ("Cins", "Sex"),
                    ("Doğum ili", "Year of birth"),
                    ("Əlilliyi var (B/X)", "Disability (Y/N)"),
                    ("Məktəb (B/X)", "School (Y/N)"),
                    ("Qazanır (B/X)", "Earns (Y/N)"),
                ],
                rows=8,
            ),
        ),
        section(
            "2. Ev və təsərrüfat",
            "2. Home and farm",
            boxes(
                "2.1",
                "Mənzil",
                "Dwelling",
                [
                    ("Öz evi", "Own house"),
                    ("Kirayə", "Rented"),
                    ("Qohumlarda", "With relatives"),
                    ("Köçkün qəsəbəsi", "Settlement for displaced people"),
                    ("İctimai bina", "Public building"),
                    OTHER,
                ],
            ),
            line("2.2", "Torpaq (sot)", "Land (are, 100 m²)"),
            line("2.3", "Mal-qara (növ, say)", "Livestock (kind, number)"),
            line("2.4", "Əsas əşyalar, texnika", "Main assets, machines"),
        ),
        section(
            "3. Gəlir və xərc, bir ayda",
            "3. Income and expenses, a month",
            grid(
                "3.1",
                "Gəlir: pensiya, müavinət, məvacib, öz işi, təsərrüfat, qohumlardan",
                "Income: pension, allowance, wage, business, farm, from relatives",
                [("Mənbə", "Source"), ("Kim", "Who"), ("Manat", "Manat")],
                rows=6,
            ),
            grid(
                "3.2",
                "Xərc: ərzaq, ev və kommunal, dərman, məktəb, yol",
                "Expenses: food, rent and utilities, medicine, school, transport",
                [("Nəyə", "For what"), ("Qeyd", "Remark"), ("Manat", "Manat")],
                rows=6,
            ),
            grid(
                "3.3",
                "Borclar",
                "Debts",
                [
                    ("Kimə", "To whom"),
                    ("Qalan məbləğ", "Still owed"),
                    ("Ayda ödəyir", "Paid a month"),
                    ("Nə vaxta qədər", "Until"),
                ],
                rows=3,
            ),
        ),
        section("4. Qeyd", "4. Remarks", lines("4.1", "Müşahidə", "What you saw", rows=3)),
    ],
    "signatories": [PERSON_SIGNS, OFFICER_SIGNS],
}

ATTENDANCE = {
    "title": ("Davamiyyət vərəqi (boş)", "Attendance sheet (blank)"),
    "edition": "A-1 / 2010",
    "intro": None,
    "sections": [
        section(
            "1. Təlim",
            "1. The course",
            line("1.1", "Təlimin adı", "Course"),
            line("1.2", "Yer", "Place"),
            line("1.3", "Təlimçi", "Trainer"),
            date("1.4", "Sessiyanın tarixi", "Date of the session"),
            line("1.5", "Başlanğıc və son saat", "From and to (hour)"),
        ),
        section(
            "2. İştirakçılar",
            "2. Participants",
            text(
                "2.1",
                "Gələn hər kəs öz sırasında imza atır və ya barmaq izi qoyur.",
                "Everybody present signs or leaves a thumb print in their line.",
            ),
            grid(
                "2.2",
                "Siyahı",
                "List",
                [
                    ("Ad, soyad", "Name"),
                    ("Kod", "Code"),
                    ("Kənd", "Village"),
                    ("İmza", "Signature"),
                ],
                rows=30,
            ),
        ),
    ],
    "signatories": [signature("Təlimçi", "Trainer")],
}
