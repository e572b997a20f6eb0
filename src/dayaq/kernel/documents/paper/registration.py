"""The registration and the consent form."""

from __future__ import annotations

from dayaq.kernel.documents.paper.fields import (
    NOT_KNOWN,
    OFFICER_SIGNS,
    OTHER,
    PERSON_SIGNS,
    YES_NO,
    boxes,
    date,
    line,
    lines,
    scale,
    section,
    text,
)

# Washington Group Short Set and the upper-body questions of its Enhanced set: neither the
# English wording nor the answers may be changed. The Azerbaijani wording is a working one
# until the translation of the State Statistical Committee is put in its place.
_DIFFICULTY = [
    ("Xeyr, çətinlik yoxdur (1)", "No difficulty (1)"),
    ("Bəli, bir qədər (2)", "Some difficulty (2)"),
    ("Bəli, çox (3)", "A lot of difficulty (3)"),
    ("Ümumiyyətlə bacarmıram (4)", "Cannot do at all (4)"),
    ("Cavab vermədi (7)", "Refused (7)"),
    ("Bilmir (9)", "Don’t know (9)"),
]
_FUNCTIONING = [
    (
        "Eynəklə belə görməkdə çətinliyiniz varmı?",
        "Do you have difficulty seeing, even if wearing glasses?",
    ),
    (
        "Eşitmə aparatı ilə belə eşitməkdə çətinliyiniz varmı?",
        "Do you have difficulty hearing, even if using a hearing aid(s)?",
    ),
    (
        "Yeriməkdə və ya pilləkənlə çıxmaqda çətinliyiniz varmı?",
        "Do you have difficulty walking or climbing steps?",
    ),
    (
        "Yadda saxlamaqda və ya diqqəti cəmləməkdə çətinliyiniz varmı?",
        "Do you have difficulty remembering or concentrating?",
    ),
    (
        "Özünüzə qulluq etməkdə, məsələn, yuyunmaqda və ya geyinməkdə çətinliyiniz varmı?",
        "Do you have difficulty with self-care, such as washing all over or dressing?",
    ),
    (
        (
            "Adi danışdığınız dildə ünsiyyətdə, məsələn, başa düşməkdə və ya başa salmaqda "
            "çətinliyiniz varmı?"
        ),
        (
            "Using your usual language, do you have difficulty communicating, for example "
            "understanding or being understood?"
        ),
    ),
    (
        "2 litrlik su qabını beldən göz səviyyəsinə qaldırmaqda çətinliyiniz varmı?",
        "Do you have difficulty raising a 2 liter bottle of water or soda from waist to eye level?",
    ),
    (
        (
            "Əllərinizdən və barmaqlarınızdan istifadədə, məsələn, düymə və ya qələm götürməkdə, "
            "qab açıb-bağlamaqda çətinliyiniz varmı?"
        ),
        (
            "Do you have difficulty using your hands and fingers, such as picking up small "
            "objects, for example, a button or pencil, or opening or closing containers or bottles?"
        ),
    ),
]

REGISTRATION = {
    "title": ("Qeydiyyat forması", "Registration form"),
    "edition": "R-1 / 2010",
    "intro": (
        (
            "Əvvəlcə razılıq formasını oxuyun və imzalatdırın. Çap hərfləri ilə yazın. Bilinməyən "
            "xananı boş qoyun, “bilinmir” cavabını uydurmayın."
        ),
        (
            "First read out the consent form and have it signed. Write in capital letters. Leave "
            "blank what is not known; do not guess."
        ),
    ),
    "sections": [
        section(
            "1. Şəxs",
            "1. The person",
            line("1.1", "Soyad", "Surname"),
            line("1.2", "Ad", "Given name"),
            line("1.3", "Ata adı (oğlu / qızı)", "Patronymic (son / daughter of)"),
            line("1.4", "Sənəddəki yazılış (kirillə)", "Name in the document (Cyrillic)"),
            boxes("1.5", "Cins", "Sex", [("Qadın", "Female"), ("Kişi", "Male")]),
            date("1.6", "Doğum tarixi", "Date of birth"),
            boxes(
                "1.7",
                "Ailə vəziyyəti",
                "Marital status",
                [
                    ("Subay", "Single"),
                    ("Evli", "Married"),
                    ("Dul", "Widowed"),
                    ("Boşanmış", "Divorced"),
                ],
            ),
            line("1.8", "Sənədin növü, nömrəsi", "Kind and number of the document"),
            line("1.9", "Telefon", "Telephone"),
            line("1.10", "İkinci telefon (kimindir)", "Second telephone (whose)"),
            boxes(
                "1.11",
                "Necə əlaqə saxlayaq",
                "How to contact",
                [
                    ("Zəng", "Call"),
                    ("SMS", "Text message"),
                    ("Evə gəlməklə", "Visit at home"),
                    ("Qohum vasitəsilə", "Through a relative"),
                ],
            ),
            boxes(
                "1.12",
                "Oxuyub-yazma",
                "Literacy",
                [
                    ("Oxuyur və yazır", "Reads and writes"),
                    ("Çətinliklə oxuyur", "Reads with difficulty"),
                    ("Oxumur", "Does not read"),
                ],
            ),
            boxes(
                "1.13",
                "Necə imza edir",
                "How the person signs",
                [
                    ("Əl ilə", "By hand"),
                    ("Barmaq izi", "Thumb print"),
                    ("Başqa işarə", "Another mark"),
                    ("Şahid imzalayır", "A witness signs"),
                ],
            ),
            boxes("1.14", "İri hərflə sənəd lazımdır", "Needs large print", YES_NO),
        ),
        section(
            "2. Yaşayış yeri",
            "2. Where the person lives",
            line("2.1", "Yaşadığı rayon", "District of residence"),
            line("2.2", "Kənd, ünvan", "Village, address"),
            line("2.3", "Qeydiyyatda olduğu rayon", "District of registration"),
            boxes(
                "2.4",
                "Köçkünlük",
                "Displacement",
                [
                    ("Köçkün deyil", "Not displaced"),
                    ("Məcburi köçkün", "Internally displaced"),
                    ("Qaçqın", "Refugee"),
                    ("Qayıdıb", "Returned"),
                ],
            ),
        ),
        section(
            "3. Gündəlik fəaliyyət",
            "3. Everyday activities",
            text(
                "3.1",
                "Oxuyun: “İndi sağlamlıqla bağlı səbəbdən bəzi işləri görməkdə qarşılaşa "
                "biləcəyiniz çətinliklər barədə soruşacağam.” Eynək və eşitmə aparatından başqa, "
                "protez, əsa və köməksiz halı nəzərdə tutun. Sualları dəyişməyin.",
                "Read out: “The next questions ask about difficulties you may have doing certain "
                "activities because of a HEALTH PROBLEM.” Except for glasses and hearing aids, "
                "answers are without devices or help. Do not change the questions.",
            ),
            scale("3.2", "Cavablar", "Answers", _FUNCTIONING, _DIFFICULTY),
        ),
        section(
            "4. Minadan zərərçəkən",
            "4. Mine victim",
            boxes(
                "4.1",
                "Zərərçəkən",
                "Victim",
                [
                    ("Birbaşa (özü)", "Direct (hit in person)"),
                    ("Dolayı (ailə üzvü)", "Indirect (family)"),
                ],
            ),
            line("4.2", "Dolayıdırsa: kimin nəyidir", "If indirect: relation to whom"),
            boxes(
                "4.3",
                "Birbaşa zərərçəkənin vəziyyəti",
                "The direct victim",
                [("Sağdır", "Survived"), ("Həlak olub", "Killed"), NOT_KNOWN],
            ),
            date("4.4", "Hadisənin tarixi", "Date of the incident"),
            line("4.5", "Hadisənin yeri (rayon, kənd)", "Place (district, village)"),
            boxes(
                "4.6",
                "Partlayıcı",
                "Device",
                [
                    ("Piyada əleyhinə mina", "Anti-personnel mine"),
                    ("Tank əleyhinə mina", "Anti-vehicle mine"),
                    ("Kaset sursatı", "Cluster munition remnant"),
                    ("Başqa partlamamış sursat", "Other explosive remnant"),
                    NOT_KNOWN,
                ],
            ),
            boxes(
                "4.7",
                "Hadisə zamanı fəaliyyət",
                "Activity at the time",
                [
                    ("Torpaq işi", "Working the land"),
                    ("Mal-qara otarma", "Herding"),
                    ("Odun, su yığma", "Collecting wood, water"),
                    ("Yolda idi", "Travelling"),
                    ("Hərbi xidmət", "Military duty"),
                    ("Minatəmizləmə", "Demining"),
                    OTHER,
                ],
            ),
            boxes(
                "4.8",
                "O vaxtkı statusu",
                "Status at the time",
                [
                    ("Mülki şəxs", "Civilian"),
                    ("Hərbçi", "Military"),
                    ("Minatəmizləyən", "Deminer"),
                    OTHER,
                ],
            ),
            line("4.9", "ANAMA qeydiyyat № (varsa)", "Register no. of the authority (if any)"),
            line(
                "4.10", "Əlillik şəhadətnaməsi (№, müddət)", "Disability certificate (no., until)"
            ),
        ),
        section(
            "5. Nə istəyir",
            "5. What the person asks for",
            lines("5.1", "Öz sözləri ilə", "In their own words", rows=4),
        ),
    ],
    "signatories": [PERSON_SIGNS, OFFICER_SIGNS],
}

CONSENT = {
    "title": ("Razılıq forması", "Consent form"),
    "edition": "C-1 / 2010",
    "intro": (
        (
            "Bu vərəqi ucadan oxuyun. Şəxs hər sətrə ayrıca cavab verir. “Xeyr” cavabı ona "
            "göstərilən köməyi dayandırmır: yalnız 1-ci sətrsiz qeydiyyat mümkün deyil."
        ),
        (
            "Read this page aloud. The person answers each line separately. A “no” takes no help "
            "away: only without line 1 there can be no registration."
        ),
    ),
    "sections": [
        section(
            "Nəyə razılıq verirəm",
            "What I agree to",
            boxes(
                "1",
                "Proqram məlumatımı saxlasın və mənə xidmət göstərsin",
                "The programme keeps my data and serves me",
                YES_NO,
            ),
            boxes(
                "2",
                "Minatəmizləmə qurumu zərərçəkən olduğumu yoxlasın",
                "The mine action authority verifies that I am a victim",
                YES_NO,
            ),
            boxes(
                "3",
                "Mənə kömək edə biləcək qurumlara adım və telefonum verilsin",
                "Institutions that can help me receive my name and telephone",
                YES_NO,
                hint=(
                    "(hər yönləndirmədən əvvəl yenidən soruşulur)",
                    "(asked again before each referral)",
                ),
            ),
            boxes(
                "4",
                "Şəklim və ya hekayəm göstərilsin",
                "My photograph or story may be shown",
                YES_NO,
            ),
            boxes(
                "5", "Araşdırmalar üçün mənə müraciət edilsin", "I may be asked for studies", YES_NO
            ),
        ),
        section(
            "Bilirəm ki",
            "I know that",
            text(
                "6",
                "Razılığımı istənilən vaxt geri götürə bilərəm. Məlumatımı görə, düzəltdirə və "
                "sildirə bilərəm. Donorlara adım verilmir, onlar yalnız ümumi rəqəmləri görürlər. "
                "Şikayət üçün telefon aşağıda yazılıb.",
                "I may take my consent back at any time. I may see my data, have them corrected "
                "and have them deleted. Donors never get my name, they see totals only. The "
                "telephone for complaints stands below.",
            ),
            boxes(
                "7",
                "Necə oxundu",
                "How it was read",
                [
                    ("Özüm oxudum", "I read it myself"),
                    ("Mənə oxundu", "It was read to me"),
                    ("Tərcümə edildi", "It was translated"),
                ],
            ),
            line("8", "Dil", "Language"),
        ),
    ],
    "signatories": [PERSON_SIGNS, OFFICER_SIGNS],
}
