"""Public feeds of well-known publishers to begin with, of several regions and languages."""

from __future__ import annotations

from typing import NamedTuple


class StarterFeed(NamedTuple):
    """A feed that ``storywire feeds add --starter`` offers."""

    name: str
    url: str
    region: str
    language: str
    """BCP 47."""


FEEDS: tuple[StarterFeed, ...] = (
    StarterFeed(
        "BBC News: World",
        "https://feeds.bbci.co.uk/news/world/rss.xml",
        "World", "en",
    ),
    StarterFeed(
        "The Guardian: World",
        "https://www.theguardian.com/world/rss",
        "World", "en",
    ),
    StarterFeed(
        "Al Jazeera English",
        "https://www.aljazeera.com/xml/rss/all.xml",
        "Middle East", "en",
    ),
    StarterFeed(
        "NPR: World",
        "https://feeds.npr.org/1004/rss.xml",
        "North America", "en",
    ),
    StarterFeed(
        "Deutsche Welle: Top stories",
        "https://rss.dw.com/rdf/rss-en-top",
        "Europe", "en",
    ),
    StarterFeed(
        "France 24: English",
        "https://www.france24.com/en/rss",
        "Europe", "en",
    ),
    StarterFeed(
        "allAfrica",
        "https://allafrica.com/tools/headlines/rdf/latest/headlines.rdf",
        "Africa", "en",
    ),
    StarterFeed(
        "The Hindu: International",
        "https://www.thehindu.com/news/international/feeder/default.rss",
        "South Asia", "en",
    ),
    StarterFeed(
        "NHK ニュース",
        "https://www3.nhk.or.jp/rss/news/cat0.xml",
        "East Asia", "ja",
    ),
    StarterFeed(
        "BBC عربي",
        "https://feeds.bbci.co.uk/arabic/rss.xml",
        "Middle East", "ar",
    ),
    StarterFeed(
        "BBC فارسی",
        "https://feeds.bbci.co.uk/persian/rss.xml",
        "Middle East", "fa",
    ),
    StarterFeed(
        "BBC Русская служба",
        "https://feeds.bbci.co.uk/russian/rss.xml",
        "Europe", "ru",
    ),
    StarterFeed(
        "BBC Türkçe",
        "https://feeds.bbci.co.uk/turkce/rss.xml",
        "Middle East", "tr",
    ),
    StarterFeed(
        "BBC 中文",
        "https://feeds.bbci.co.uk/zhongwen/simp/rss.xml",
        "East Asia", "zh",
    ),
    StarterFeed(
        "BBC Mundo",
        "https://feeds.bbci.co.uk/mundo/rss.xml",
        "Latin America", "es",
    ),
    StarterFeed(
        "Le Monde: International",
        "https://www.lemonde.fr/international/rss_full.xml",
        "Europe", "fr",
    ),
    StarterFeed(
        "Tagesschau",
        "https://www.tagesschau.de/infoservices/alle-meldungen-100~rss2.xml",
        "Europe", "de",
    ),
    StarterFeed(
        "El País",
        "https://feeds.elpais.com/mrss-s/pages/ep/site/elpais.com/portada",
        "Europe", "es",
    ),
)  # fmt: skip
"""In the order they are offered."""
