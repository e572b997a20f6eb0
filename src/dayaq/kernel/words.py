"""Amounts of money in words, as agreements and vouchers ask for them.

Azerbaijani number names: the school grammar's (bir ... doqquz, on ... doxsan, yüz, min,
milyon, milyard). A hundred is "yüz"; a thousand is written "bir min", because "min" alone
leaves room for a word in front of it. The minor unit stays in figures: "50 qəpik".
"""

from __future__ import annotations

from dayaq.kernel.money import minor_digits

NUMBER_MAX = 10**12
"""Names are known below this number."""

_AZ_ONES = ("", "bir", "iki", "üç", "dörd", "beş", "altı", "yeddi", "səkkiz", "doqquz")
_AZ_TENS = ("", "on", "iyirmi", "otuz", "qırx", "əlli", "altmış", "yetmiş", "səksən", "doxsan")
_AZ_THOUSANDS = ("", "min", "milyon", "milyard")

_EN_ONES = (
    "", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
    "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen",
    "eighteen", "nineteen",
)  # fmt: skip
_EN_TENS = (
    "", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety",
)  # fmt: skip
_EN_THOUSANDS = ("", "thousand", "million", "billion")

_UNITS = {
    ("AZN", "az"): ("manat", "qəpik"),
    ("AZN", "en"): ("manat", "qəpik"),
    ("EUR", "az"): ("avro", "sent"),
    ("EUR", "en"): ("euro", "cent"),
    ("USD", "az"): ("ABŞ dolları", "sent"),
    ("USD", "en"): ("US dollars", "cents"),
}


def amount_in_words(minor: int, currency: str = "AZN", language: str = "az") -> str:
    """The amount of `minor` units, in words.

    >>> amount_in_words(123_450)
    'bir min iki yüz otuz dörd manat 50 qəpik'
    >>> amount_in_words(100_000)
    'bir min manat'
    >>> amount_in_words(123_450, "AZN", "en")
    'one thousand two hundred and thirty-four manat 50 qəpik'

    A currency without names here is called by its code. A language other than Azerbaijani
    is written in English.

    :raises ValueError: a negative amount, or one beyond `NUMBER_MAX` whole units
    """
    language = "az" if language == "az" else "en"
    digits = minor_digits(currency)
    whole, rest = divmod(minor, 10**digits)
    unit, part = _UNITS.get((currency, language), (currency, ""))
    words = f"{number_in_words(whole, language)} {unit}"
    if rest:
        words += f" {rest:0{digits}d} {part or f'/ {10**digits}'}"
    return words


def number_in_words(number: int, language: str = "az") -> str:
    """The whole `number` of zero or more in words.

    >>> number_in_words(1000), number_in_words(100), number_in_words(2019)
    ('bir min', 'yüz', 'iki min on doqquz')
    >>> number_in_words(1234, "en")
    'one thousand two hundred and thirty-four'
    """
    if not 0 <= number < NUMBER_MAX:
        raise ValueError("only numbers from zero to below a million million have names here")
    if number == 0:
        return "sıfır" if language == "az" else "zero"
    below_thousand = _az_below_thousand if language == "az" else _en_below_thousand
    names = _AZ_THOUSANDS if language == "az" else _EN_THOUSANDS
    parts: list[str] = []
    for power in range(len(names) - 1, -1, -1):
        group = number // 1000**power % 1000
        if group:
            joiner = "and " if language != "az" and power == 0 and parts and group < 100 else ""
            parts.append(f"{joiner}{below_thousand(group)} {names[power]}".strip())
    return " ".join(parts)


def _az_below_thousand(number: int) -> str:
    hundreds, rest = divmod(number, 100)
    tens, ones = divmod(rest, 10)
    hundred = "" if hundreds == 0 else "yüz" if hundreds == 1 else f"{_AZ_ONES[hundreds]} yüz"
    return " ".join(word for word in (hundred, _AZ_TENS[tens], _AZ_ONES[ones]) if word)


def _en_below_thousand(number: int) -> str:
    hundreds, rest = divmod(number, 100)
    if rest < 20:
        tail = _EN_ONES[rest]
    else:
        tens, ones = divmod(rest, 10)
        tail = _EN_TENS[tens] + (f"-{_EN_ONES[ones]}" if ones else "")
    if not hundreds:
        return tail
    return f"{_EN_ONES[hundreds]} hundred" + (f" and {tail}" if tail else "")
