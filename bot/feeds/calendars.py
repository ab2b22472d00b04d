"""Names of months and zones that dates are written with, and the Persian calendar."""

from __future__ import annotations

from datetime import date, timedelta

_NAMES = (  # one line a month, one group a language
    "jan january | janvier janv | jänner januar jän | enero ene | janeiro | gennaio gen | январь января янв | "
    "ocak oca | styczeń stycznia sty | januari | tammikuu tammikuuta | ιανουάριος ιανουαρίου ιαν | január | leden ledna | "
    "يناير كانون\u00a0الثاني | ianuarie ian | січня січ",
    "feb february | février févr fév fevrier fevr | februar | febrero | fevereiro fev | febbraio | февраль февраля фев февр | "
    "şubat şub | luty lutego lut | februari | helmikuu helmikuuta | φεβρουάριος φεβρουαρίου φεβ | február | únor února | "
    "فبراير شباط | februarie | лютого лют",
    "mar march | mars | märz mär mrz maerz | marzo | março marco | март марта мар | "
    "mart | marzec marca | maart mrt | maaliskuu maaliskuuta | μάρτιος μαρτίου μαρ | március | březen března | "
    "مارس آذار اذار | martie | березня бер",
    "apr april | avril avr | abril abr | aprile | апрель апреля апр | nisan nis | kwiecień kwietnia kwi | "
    "huhtikuu huhtikuuta | απρίλιος απριλίου απρ | április | duben dubna | أبريل ابريل إبريل نيسان | aprilie | квітня квіт",
    "may | mai | mayo | maio | maggio mag | май мая | mayıs mayis | maj maja | mei | toukokuu toukokuuta | "
    "μάιος μαΐου μαι μαϊ | május | květen května | مايو أيار ايار | травня трав",
    "jun june | juin | juni | junio | junho | giugno giu | июнь июня июн | haziran haz | czerwiec czerwca cze | "
    "kesäkuu kesäkuuta | ιούνιος ιουνίου ιουν | június | červen června | يونيو يونيه حزيران | iunie iun | червня черв",
    "jul july | juillet juil | juli | julio | julho | luglio lug | июль июля июл | temmuz tem | lipiec lipca lip | "
    "heinäkuu heinäkuuta | ιούλιος ιουλίου ιουλ | július | červenec července | يوليو يوليه تموز | iulie iul | липня лип",
    "aug august | août aout | agosto ago | август августа авг | ağustos ağu agustos | sierpień sierpnia sie | augustus | "
    "augusti | elokuu elokuuta | αύγουστος αυγούστου αυγ | augusztus | srpen srpna | أغسطس اغسطس آب | серпня серп",
    "sep sept september | septembre | septiembre setiembre | setembro set | settembre | сентябрь сентября сен сент | "
    "eylül eyl eylul | wrzesień września wrz | syyskuu syyskuuta | σεπτέμβριος σεπτεμβρίου σεπ | szeptember | září | "
    "سبتمبر أيلول ايلول | septembrie | вересня вер",
    "oct october | octobre | oktober okt | octubre | outubro out | ottobre ott | октябрь октября окт | ekim eki | "
    "październik października paź | lokakuu lokakuuta | οκτώβριος οκτωβρίου οκτ | október | říjen října | "
    "أكتوبر اكتوبر | octombrie | жовтня жовт",
    "nov november | novembre | noviembre | novembro | ноябрь ноября ноя нояб | kasım kas kasim | listopad listopada lis | "
    "marraskuu marraskuuta | νοέμβριος νοεμβρίου νοε | نوفمبر | noiembrie | листопада лист",
    "dec december | décembre déc decembre | dezember dez | diciembre dic | dezembro | dicembre | декабрь декабря дек | "
    "aralık ara aralik | grudzień grudnia gru | joulukuu joulukuuta | δεκέμβριος δεκεμβρίου δεκ | prosinec prosince | "
    "ديسمبر | decembrie | грудня груд",
)
_PERSIAN = "فروردین اردیبهشت خرداد تیر مرداد شهریور مهر آبان آذر دی بهمن اسفند".split()
_FOREIGN_IN_PERSIAN = (
    "ژانویه فوریه مارس آوریل مه ژوئن ژوئیه اوت سپتامبر اکتبر نوامبر دسامبر".split()
)

MONTHS: dict[str, int] = {
    name: number
    for number, line in enumerate(_NAMES, 1)
    for name in line.replace("|", " ").split(" ")
    if name
}
"""Casefolded month name, in many languages, to 1..12."""
MONTHS |= {name: number for number, name in enumerate(_FOREIGN_IN_PERSIAN, 1)}
# آذر is the Levant's March and Persia's ninth month; the spelling in use for March has a madda
# as well, so the year decides: a Persian date is read with PERSIAN_MONTHS.
PERSIAN_MONTHS: dict[str, int] = {name: number for number, name in enumerate(_PERSIAN, 1)}
"""Month names of the Persian calendar."""
MONTHS = PERSIAN_MONTHS | MONTHS

ZONES: dict[str, float] = {
    "Z": 0, "GMT": 0, "UTC": 0, "UT": 0, "WET": 0,
    "BST": 1, "IRISH": 1, "WEST": 1, "CET": 1, "MEZ": 1, "WAT": 1,
    "CEST": 2, "MESZ": 2, "EET": 2, "SAST": 2, "CAT": 2,
    "EEST": 3, "MSK": 3, "EAT": 3, "TRT": 3, "AST": -4, "IRST": 3.5, "IRDT": 4.5,
    "GST": 4, "MSD": 4, "AFT": 4.5, "PKT": 5, "UZT": 5, "IST": 5.5, "NPT": 5.75,
    "BDT": 6, "ICT": 7, "WIB": 7, "HKT": 8, "SGT": 8, "PHT": 8, "AWST": 8, "MYT": 8,
    "JST": 9, "KST": 9, "ACST": 9.5, "AEST": 10, "ACDT": 10.5, "AEDT": 11, "NZST": 12, "NZDT": 13,
    "NST": -3.5, "NDT": -2.5, "ADT": -3, "BRT": -3, "ART": -3, "CLT": -4,
    "EST": -5, "EDT": -4, "ET": -5, "COT": -5, "PET": -5, "CST": -6, "CDT": -5, "CT": -6,
    "MST": -7, "MDT": -6, "PST": -8, "PDT": -7, "PT": -8, "AKST": -9, "AKDT": -8, "HST": -10,
}  # fmt: skip
"""Zone name to hours east of UTC; where a name has several, the one feeds mean most."""


def from_jalali(year: int, month: int, day: int) -> tuple[int, int, int]:
    """Return the Gregorian (year, month, day) of a Persian date. Raises ValueError.

    Arithmetic leap years of the 33-year cycle, right for 1244 to 1472.
    """
    if not 1 <= month <= 12 or not 1 <= day <= (31 if month <= 6 else 30):
        raise ValueError(f"{year}/{month}/{day} is no Persian date")
    elapsed = 365 * (year - 1) + (8 * year + 21) // 33
    in_year = 31 * (month - 1) if month <= 7 else 186 + 30 * (month - 7)
    first = date(622, 3, 21)
    found = first + timedelta(days=elapsed + in_year + day - 1)
    return found.year, found.month, found.day
