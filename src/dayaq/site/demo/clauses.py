"""Sample clauses of the loan agreement: unapproved until the programme officer signs them off."""

CLAUSES_AZ = (
    (
        "Məbləğ",
        (
            "Borcverən borcalana bu müqavilədə göstərilən məbləği faizsiz verir. Borcalan yalnız "
            "aldığı məbləği qaytarır."
        ),
    ),
    ("Məqsəd", "Pul borcalanın biznes planında göstərilən məqsəd üçün istifadə olunur."),
    (
        "Ödəniş",
        (
            "Borcalan məbləği ödəniş cədvəlindəki günlərdə qaytarır. Hər ödəniş üçün nömrələnmiş "
            "qəbz verilir."
        ),
    ),
    (
        "Çətinlik",
        (
            "Borcalan xəstələnərsə, heyvanı tələf olarsa, məhsulu itərsə və ya köçməyə məcbur "
            "olarsa, dərhal xəbər verir. Tərəflər yeni cədvəl barədə razılaşırlar."
        ),
    ),
    (
        "Vaxtından əvvəl və gec ödəniş",
        "Vaxtından əvvəl ödəmək olar; bunun üçün heç nə tutulmur. Gecikməyə görə cərimə yoxdur.",
    ),
    (
        "Toxunulmaz əşyalar",
        "Protez, əlil arabası, yaşayış evi, pensiya və müavinət borca görə tutula bilməz.",
    ),
    (
        "Şəxsi məlumat",
        (
            "Borcalanın şəxsi məlumatları məxfi saxlanılır və yalnız onun razılığı ilə başqasına "
            "verilir."
        ),
    ),
    (
        "Şikayət",
        "Borcalan müqavilədə göstərilən telefonla istənilən vaxt şikayət edə bilər.",
    ),
)

CLAUSES_EN = (
    (
        "Amount",
        (
            "The lender gives the borrower the amount named in this agreement free of "
            "interest. The borrower pays back only the amount received."
        ),
    ),
    (
        "Purpose",
        "The money is used for the purpose described in the borrower's business plan.",
    ),
    (
        "Payment",
        (
            "The borrower pays on the days of the schedule. A numbered receipt is given for each "
            "payment."
        ),
    ),
    (
        "Hardship",
        (
            "If the borrower falls ill, loses animals or harvest, or has to move, the borrower "
            "says so at once. The parties agree a new schedule."
        ),
    ),
    (
        "Early and late payment",
        (
            "Payment before the day is welcome and costs nothing. There is no penalty for late "
            "payment."
        ),
    ),
    (
        "What cannot be taken",
        "A prosthesis, wheelchair, home, pension or allowance is never taken for the debt.",
    ),
    (
        "Personal data",
        "The borrower's personal data are kept confidential and given to others only with consent.",
    ),
    ("Complaints", "The borrower may complain at any time by the telephone named here."),
)
