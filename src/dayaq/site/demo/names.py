"""Names for invented people. No combination stands for a person who lives or lived."""

GIVEN_MALE = (
    "Zaur", "Rəşad", "Elçin", "Vüqar", "Şahin", "Ramil", "Tofiq", "Əli", "İlqar", "Nazim",
    "Fərhad", "Bəxtiyar", "Cavid", "Dəyanət", "Eldar", "Hüseyn", "İsmayıl", "Kərim", "Mübariz",
    "Natiq", "Oqtay", "Pərviz", "Qəhrəman", "Rövşən", "Səməd", "Teymur", "Ülvi", "Vaqif",
    "Yusif", "Aqil", "Mahir", "Sərxan", "Telman", "Xəqani",
)  # fmt: skip
GIVEN_FEMALE = (
    "Gülnar", "Sevinc", "Aygün", "Mətanət", "Nərgiz", "Samirə", "Türkan", "Ülkər", "Zəhra",
    "Afaq", "Bahar", "Çimnaz", "Dilarə", "Esmira", "Fatma", "Həcər", "Könül", "Lalə", "Mehriban",
    "Nübar", "Pərvanə", "Qızxanım", "Rübabə", "Səidə", "Təranə", "Validə", "Xatirə", "Yeganə",
)  # fmt: skip
SURNAMES = (
    "Məmmədov", "Həsənov", "Əliyev", "Quliyev", "Hüseynov", "İsmayılov", "Abbasov", "Cəfərov",
    "Rzayev", "Nəcəfov", "Süleymanov", "Qasımov", "Bayramov", "Şirinov", "Kərimov", "Vəliyev",
    "Orucov", "Ağayev", "Dadaşov", "Fərzəliyev", "Göyüşov", "İbrahimov", "Mirzəyev", "Novruzov",
    "Pənahov", "Rəhimov", "Səfərov", "Tağıyev", "Ümidov", "Xəlilov", "Zeynalov", "Çobanov",
    "Şükürov", "Əsgərov", "Həmidov", "Babayev",
)  # fmt: skip
FATHERS = (
    "Məhəmməd", "Həsən", "Hüseyn", "Əhməd", "Mustafa", "İbrahim", "Yaqub", "Qurban", "Salman",
    "Əkbər", "Cəmil", "Rüstəm", "Nəriman", "Şamil", "Bəhram", "Isa", "Musa", "Vəli",
)  # fmt: skip
VILLAGES = (
    "Yuxarı Çinarlı", "Aşağı Çinarlı", "Gülbağ", "Narlıdərə", "Daşbulaq", "Qoşaqovaq", "Sarıtəpə",
    "Ağbulaqlı", "Zeynəddin", "Köhnəqışlaq",
)  # fmt: skip


def feminine(surname: str) -> str:
    """The form a woman bears: Məmmədov becomes Məmmədova."""
    return f"{surname}a" if surname.endswith(("ov", "ev")) else surname
