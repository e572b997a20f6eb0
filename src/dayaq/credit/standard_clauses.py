"""The clauses a programme starts from. They are a draft: a lawyer reads them, and the
programme officer signs a version off, before the agreement stops saying that nobody has.
"""

from __future__ import annotations

Clauses = tuple[tuple[str, str], ...]

ENGLISH: Clauses = (
    ("Purpose", "The loan is for the business named above. The borrower uses it for nothing else."),
    (
        "Repayment",
        (
            "The borrower pays the instalments on the days of the schedule. A payment settles the"
            " oldest instalment first. Whoever pays early owes nothing more for it."
        ),
    ),
    (
        "Receipts",
        (
            "Every payment is confirmed by a numbered official receipt. Without it nothing has been"
            " paid; with it nothing can be asked a second time."
        ),
    ),
    (
        "Difficulties",
        (
            "Whoever cannot pay on time says so as early as possible. Illness, displacement, a lost"
            " harvest or the death of animals are reasons for new terms, agreed in writing."
        ),
    ),
    (
        "What is never taken",
        (
            "No prosthesis, wheelchair or other aid, no dwelling and no pension is ever taken or"
            " pledged for this loan."
        ),
    ),
    (
        "Visits",
        "The lender may visit the business by appointment and helps with advice.",
    ),
    (
        "Personal data",
        (
            "What the lender knows about the borrower is used for this loan and the programme only"
            " and is given to nobody else without consent."
        ),
    ),
    (
        "Complaints",
        (
            "A complaint can be made at any time, in confidence and without a disadvantage, on the"
            " telephone number of this agreement."
        ),
    ),
    ("Copies", "This agreement is made in two copies of equal force, one for each party."),
)

AZERBAIJANI: Clauses = (
    (
        "Məqsəd",
        "Borc yuxarıda göstərilən iş üçün verilir. Borcalan ondan başqa məqsədlə istifadə etmir.",
    ),
    (
        "Qaytarılma",
        (
            "Borcalan ödənişləri cədvəldəki günlərdə edir. Hər ödəniş əvvəlcə ən köhnə ödənişi"
            " bağlayır."
            " Vaxtından əvvəl ödəyən buna görə əlavə heç nə ödəmir."
        ),
    ),
    (
        "Qəbzlər",
        (
            "Hər ödəniş nömrələnmiş rəsmi qəbzlə təsdiq olunur. Qəbzsiz ödəniş sayılmır; qəbzi olan"
            " ödəniş ikinci dəfə tələb oluna bilməz."
        ),
    ),
    (
        "Çətinliklər",
        (
            "Vaxtında ödəyə bilməyən bunu mümkün qədər tez bildirir. Xəstəlik, köçkünlük, məhsul"
            " itkisi və ya heyvan ölümü yeni şərtlər üçün səbəbdir; onlar yazılı razılaşdırılır."
        ),
    ),
    (
        "Nə vaxtsa alınmayanlar",
        (
            "Bu borca görə protez, əlil arabası və ya başqa köməkçi vasitə, yaşayış evi və təqaüd "
            "heç vaxt alınmır və girov qoyulmur."
        ),
    ),
    (
        "Görüşlər",
        "Borcverən razılaşdırılmış vaxtda iş yerinə gələ bilər və məsləhətlə kömək edir.",
    ),
    (
        "Fərdi məlumatlar",
        (
            "Borcverənin borcalan haqqında bildikləri yalnız bu borc və proqram üçün istifadə "
            "olunur və razılıq olmadan heç kimə verilmir."
        ),
    ),
    (
        "Şikayətlər",
        (
            "Şikayət istənilən vaxt, məxfi və heç bir zərər görmədən, bu müqavilədəki telefon "
            "nömrəsi ilə verilə bilər."
        ),
    ),
    (
        "Nüsxələr",
        "Müqavilə eyni qüvvəyə malik iki nüsxədə, hər tərəf üçün bir nüsxə, tərtib olunur.",
    ),
)

STANDARD: dict[str, Clauses] = {"az": AZERBAIJANI, "en": ENGLISH}
