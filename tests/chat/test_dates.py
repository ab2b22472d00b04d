from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from bot.chat import dates

INSTANT = datetime(2018, 6, 17, 14, 8, tzinfo=UTC)


@pytest.mark.parametrize(
    ("zone", "language", "shown"),
    [
        ("Europe/Berlin", "en", "17 Jun 2018 - 16:08"),
        ("Asia/Tehran", "en", "17 Jun 2018 - 18:38"),
        ("Asia/Kathmandu", "en", "17 Jun 2018 - 19:53"),
        ("Pacific/Kiritimati", "en", "18 Jun 2018 - 04:08"),
        ("Pacific/Pago_Pago", "en-GB", "17 Jun 2018 - 03:08"),
        ("UTC", "en-US", "Jun 17, 2018 - 14:08"),
        ("UTC", "de", "17. Juni 2018 - 14:08"),
        ("UTC", "es", "17 jun 2018 - 14:08"),
        ("UTC", "fr", "17 juin 2018 - 14:08"),
        ("UTC", "tr", "17 Haz 2018 - 14:08"),
        ("UTC", "ru", "17 июн. 2018\u202fг. - 14:08"),
        ("UTC", "ar", "17 يونيو 2018 - 14:08"),
        ("UTC", "fa", "۱۷ ژوئن ۲۰۱۸ - ۱۴:۰۸"),
        ("UTC", "zh-hans", "2018年6月17日 - 14:08"),
        ("UTC", "zh-Hant-TW", "2018年6月17日 - 14:08"),
        ("UTC", "pt-br", "17 de jun. de 2018 - 14:08"),
        ("UTC", "de_AT", "17. Juni 2018 - 14:08"),
        ("UTC", "de-XX", "17. Juni 2018 - 14:08"),
        ("UTC", "tlh", "17 Jun 2018 - 14:08"),
        ("UTC", "no such tag!", "17 Jun 2018 - 14:08"),
        ("UTC", "", "17 Jun 2018 - 14:08"),
    ],
)
def test_moments_are_the_readers(zone: str, language: str, shown: str) -> None:
    assert dates.moment(INSTANT, zone=zone, language=language) == shown


@pytest.mark.parametrize("zone", ["America/Los_Angeles", "Pacific/Kiritimati"])
def test_a_day_is_the_publishers_in_every_zone(zone: str) -> None:
    midnight = datetime(2018, 6, 17, tzinfo=UTC)
    assert dates.moment(midnight, zone=zone, language="en", has_time=False) == "17 Jun 2018"


@pytest.mark.parametrize(
    "zone", ["Mars/Base", "", "../etc/passwd", "/etc/localtime", "a\0b", "CET "]
)
def test_unknown_zones_are_named(zone: str) -> None:
    with pytest.raises(ValueError, match="is no time zone"):
        dates.moment(INSTANT, zone=zone, language="en")


@pytest.mark.parametrize("day", [date.min, date.max], ids=["first", "last"])
@pytest.mark.parametrize("hour", [0, 23])
def test_the_ends_of_the_calendar_are_shown(day: date, hour: int) -> None:
    aware = datetime(day.year, day.month, day.day, hour, tzinfo=UTC)
    for zone in ("America/Los_Angeles", "Pacific/Kiritimati"):
        assert " - " in dates.moment(aware, zone=zone, language="en")


@pytest.mark.parametrize(
    ("language", "shown"),
    [
        ("en", "Sunday, 17 June 2018"),
        ("de", "Sonntag, 17. Juni 2018"),
        ("fa", "یکشنبه ۱۷ ژوئن ۲۰۱۸"),
    ],
)
def test_days_have_their_weekday(language: str, shown: str) -> None:
    assert dates.full_day(date(2018, 6, 17), language) == shown


def test_briefly_it_is_the_clock_today_and_the_day_else() -> None:
    def brief(day: int, *, has_time: bool = True) -> str:
        return dates.brief(
            INSTANT,
            zone="Pacific/Kiritimati",
            language="en",
            today=date(2018, 6, day),
            has_time=has_time,
        )

    assert brief(18) == "04:08"
    assert brief(19) == "18 Jun"
    assert brief(17, has_time=False) == "17 Jun"


RTL = ("ar", "fa-IR", "he", "ur", "ckb")
LTR = ("en", "ru", "zh-hans", "xx", "", None)


@pytest.mark.parametrize("language", [*RTL, *LTR])
def test_languages_have_a_direction(language: str | None) -> None:
    assert dates.is_rtl(language) is (language in RTL)
