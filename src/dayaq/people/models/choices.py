"""What may be answered, in the categories of the field (IMSMA, Landmine Monitor)."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Sex(models.TextChoices):
    FEMALE = "female", _("Female")
    MALE = "male", _("Male")


class Precision(models.TextChoices):
    """How far a date is known."""

    DAY = "day", _("To the day")
    MONTH = "month", _("To the month")
    YEAR = "year", _("To the year")
    UNKNOWN = "unknown", _("Not known")


class PatronymicSuffix(models.TextChoices):
    SON = "oğlu", "oğlu"
    DAUGHTER = "qızı", "qızı"


class PreferredContact(models.TextChoices):
    PHONE = "phone", _("Telephone call")
    SMS = "sms", _("Text message")
    VISIT = "visit", _("Visit at home")
    RELATIVE = "relative", _("Through a relative")


class SpokenLanguage(models.TextChoices):
    AZ = "az", _("Azerbaijani")
    RU = "ru", _("Russian")
    EN = "en", _("English")
    TALYSH = "tly", _("Talysh")
    LEZGIAN = "lez", _("Lezgian")
    KURDISH = "ku", _("Kurdish")
    TURKISH = "tr", _("Turkish")
    SIGN = "sgn", _("Sign language")


class Literacy(models.TextChoices):
    READS = "reads", _("Reads and writes")
    READS_LITTLE = "reads_little", _("Reads with difficulty")
    CANNOT_READ = "cannot_read", _("Does not read")
    UNKNOWN = "unknown", _("Not known")


class SignatureMode(models.TextChoices):
    HAND = "hand", _("Signs by hand")
    THUMB = "thumb", _("Gives a thumbprint")
    MARK = "mark", _("Makes another mark")
    CANNOT = "cannot", _("Cannot sign: a witness signs")


class Displacement(models.TextChoices):
    NOT_DISPLACED = "not_displaced", _("Not displaced")
    IDP = "idp", _("Internally displaced")
    REFUGEE = "refugee", _("Refugee")
    RETURNEE = "returnee", pgettext_lazy("displacement", "Returned")
    UNKNOWN = "unknown", _("Not known")


class MaritalStatus(models.TextChoices):
    SINGLE = "single", _("Single")
    MARRIED = "married", _("Married")
    WIDOWED = "widowed", _("Widowed")
    DIVORCED = "divorced", _("Divorced")
    UNKNOWN = "unknown", _("Not known")


class DocumentType(models.TextChoices):
    IDENTITY_CARD = "identity_card", _("Identity card")
    BIRTH_CERTIFICATE = "birth_certificate", _("Birth certificate")
    MILITARY_CARD = "military_card", _("Military card")
    REFUGEE_CARD = "refugee_card", _("Refugee or displaced person card")
    OTHER = "other", _("Another document")


class VictimKind(models.TextChoices):
    DIRECT = "direct", _("Direct victim")
    INDIRECT = "indirect", _("Indirect victim: family of a direct victim")


class Relation(models.TextChoices):
    """Of the person to somebody: "she is the widow of"."""

    SPOUSE = "spouse", _("Wife or husband")
    WIDOW = "widow", _("Widow or widower")
    SON = "son", _("Son")
    DAUGHTER = "daughter", _("Daughter")
    MOTHER = "mother", _("Mother")
    FATHER = "father", _("Father")
    SIBLING = "sibling", _("Brother or sister")
    GRANDCHILD = "grandchild", _("Grandchild")
    GRANDPARENT = "grandparent", _("Grandmother or grandfather")
    IN_LAW = "in_law", _("In-law")
    OTHER = "other", _("Other relative")


class CivilStatus(models.TextChoices):
    CIVILIAN = "civilian", _("Civilian")
    MILITARY = "military", _("Military or security forces")
    POLICE = "police", _("Police")
    DEMINER = "deminer", _("Deminer")
    OTHER = "other", pgettext_lazy("civil status", "Other")
    UNKNOWN = "unknown", _("Not known")


class Verification(models.TextChoices):
    NOT_ASKED = "not_asked", _("Not asked yet")
    ASKED = "asked", _("Waiting for the authority")
    CONFIRMED = "confirmed", _("Confirmed")
    REFUSED = "refused", _("Not confirmed")


class VerificationChannel(models.TextChoices):
    PAGE = "page", _("On the authority's page")
    LETTER = "letter", _("By letter")
    LIST = "list", _("By list")


class Device(models.TextChoices):
    AP_MINE = "ap_mine", _("Anti-personnel mine")
    AV_MINE = "av_mine", _("Anti-vehicle mine")
    IMPROVISED_MINE = "improvised_mine", _("Improvised mine")
    CLUSTER_REMNANT = "cluster_remnant", _("Cluster munition remnant")
    OTHER_ERW = "other_erw", _("Other explosive remnant of war")
    UNDIFFERENTIATED_MINE = "undifferentiated_mine", _("Mine of a kind not known")
    UNKNOWN = "unknown", _("Not known")


class Activity(models.TextChoices):
    """What somebody was doing when it happened."""

    FARMING = "farming", _("Working the land")
    HERDING = "herding", _("Herding animals")
    COLLECTING = "collecting", _("Collecting wood, water or food")
    SCRAP = "scrap", _("Collecting scrap metal")
    TAMPERING = "tampering", _("Handling the device")
    TRAVELLING = "travelling", _("Travelling")
    PLAYING = "playing", _("Playing")
    MILITARY = "military", _("Military duty")
    DEMINING = "demining", _("Demining")
    BYSTANDER = "bystander", _("Standing near")
    OTHER = "other", pgettext_lazy("activity", "Other")
    UNKNOWN = "unknown", _("Not known")


class Outcome(models.TextChoices):
    KILLED = "killed", _("Killed")
    INJURED = "injured", _("Injured")
    UNKNOWN = "unknown", _("Not known")


class ConsentMethod(models.TextChoices):
    SIGNATURE = "signature", _("Signature")
    THUMB = "thumb", _("Thumbprint with a witness")
    MARK = "mark", _("Another mark with a witness")
    VERBAL = "verbal", _("Spoken, with a witness")


class Purpose(models.TextChoices):
    SERVICE = "service", _("To be registered and served by the programme")
    SHARE_AUTHORITY = "share_authority", _("To be verified by the mine action authority")
    SHARE_PARTNERS = "share_partners", _("To be referred to other institutions")
    PHOTO_STORY = "photo_story", _("To have a photograph or story shown")
    RESEARCH = "research", _("To be asked for studies")


class LineKind(models.TextChoices):
    INCOME = "income", _("Income")
    EXPENSE = "expense", _("Expense")
    DEBT = "debt", _("Debt")


class IncomeSource(models.TextChoices):
    DISABILITY_PENSION = "disability_pension", _("Disability pension or allowance")
    STIPEND = "stipend", _("Presidential stipend")
    OLD_AGE_PENSION = "old_age_pension", _("Old-age pension")
    SOCIAL_ASSISTANCE = "social_assistance", _("Targeted social assistance")
    WAGE = "wage", _("Wage")
    BUSINESS = "business", _("Own business")
    FARM = "farm", _("Crops and animals")
    REMITTANCE = "remittance", _("Money sent by relatives")
    OTHER_INCOME = "other_income", _("Other income")
    FOOD = "food", _("Food")
    RENT = "rent", _("Rent and utilities")
    HEALTH = "health", _("Medicine and health")
    SCHOOL = "school", _("School")
    TRANSPORT = "transport", _("Transport")
    OTHER_EXPENSE = "other_expense", _("Other expenses")
    LENDER = "lender", _("Money owed")


INCOME_SOURCES = tuple(IncomeSource)[:9]
EXPENSE_SOURCES = tuple(IncomeSource)[9:15]
