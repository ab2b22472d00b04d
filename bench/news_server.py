"""The hosts of ``bench.feed_server``, each with a feed of teasers and a page for each story.

python -m bench.news_server PORT STORIES

The stories are of ``bench.invented``, told in the last two hours; a feed is at ``/feed``. A page
has what surrounds an article on a newspaper's site: menus, other headlines, scripts, metadata, some
40 KB. Host names are addresses of loopback, so nothing waits for a resolver.
"""

from __future__ import annotations

import asyncio
import json
import sys
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

from bench.feed_server import HOSTS, Server, serve
from bench.invented import Invented, stories

TOLD = timedelta(hours=2)
MENU = 60
OTHERS = 40
SCRIPT = "window.dataLayer=window.dataLayer||[];function gtag(){dataLayer.push(arguments)};" * 200
STYLE = ".card{display:flex;margin:0 auto}.card>a{color:#123;text-decoration:none}" * 100


def host_of(number: int) -> int:
    """Return which host tells a story: those of an event are told by many."""
    return number % HOSTS


def feed(host: int, told: list[Invented], root: str) -> str:
    """Return a host's feed."""
    items = "".join(
        f"<item><title>{one.title}</title><link>{root}/story/{number}</link>"
        f'<guid isPermaLink="false">{number}</guid>'
        f"<pubDate>{format_datetime(one.published)}</pubDate>"
        f"<description>{one.text.partition('.')[0]}.</description></item>"
        for number, one in enumerate(told)
        if host_of(number) == host
    )
    return (
        '<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel>'
        f"<title>Paper {host}</title><link>{root}/</link><language>en</language>{items}"
        "</channel></rss>"
    )


def page(number: int, told: list[Invented]) -> str:
    """Return a story's page."""
    one = told[number]
    facts = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": one.title,
        "datePublished": one.published.isoformat(),
        "author": {"@type": "Person", "name": "Ada Quay"},
        "publisher": {"@type": "Organization", "name": f"Paper {host_of(number)}"},
    }
    sentences = one.text.split(". ")
    article = "".join(
        f"<p>{'. '.join(sentences[at : at + 3])}.</p>" for at in range(0, len(sentences), 3)
    )
    menu = "".join(f'<li><a href="/section/{n}">Section {n}</a></li>' for n in range(MENU))
    others = "".join(
        f'<div class="card"><a href="/story/{n}"><h3>{told[n % len(told)].title}</h3></a>'
        f"<p>{told[n % len(told)].text[:90]}</p></div>"
        for n in range(number + 1, number + OTHERS)
    )
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{one.title}</title>'
        f'<meta property="og:title" content="{one.title}"><style>{STYLE}</style>'
        f'<script type="application/ld+json">{json.dumps(facts)}</script><script>{SCRIPT}</script>'
        f"</head><body><header><nav><ul>{menu}</ul></nav></header><main><article>"
        f'<h1>{one.title}</h1><div class="byline">By Ada Quay</div>{article}</article>'
        f'<aside><h2>More news</h2>{others}</aside></main><footer><ul>{menu}</ul>'
        "<p>Terms of use. Privacy. All rights reserved.</p></footer></body></html>"
    )  # fmt: skip


class News(Server):
    """Serves what was told."""

    told: list[Invented]

    def answer(self, request: str) -> bytes:
        """Return a feed, a page or a refusal."""
        path, host = request.split(" ", 2)[1], ""
        for line in request.split("\r\n")[1:]:
            name, _, value = line.partition(":")
            host = value.strip() if name.lower() == "host" else host
        if path == "/feed":
            number = int(host.partition(":")[0].rpartition(".")[2]) - 1
            return _answer("application/rss+xml", feed(number, self.told, f"http://{host}"))
        if path.startswith("/story/"):
            return _answer("text/html; charset=utf-8", page(int(path[7:]), self.told))
        return b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"


def _answer(kind: str, text: str) -> bytes:
    body = text.encode()
    head = f"HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n\r\n"
    return head.encode() + body


if __name__ == "__main__":
    News.told = list(
        stories(int(sys.argv[2]), datetime.now(UTC).replace(microsecond=0) - TOLD, TOLD)
    )
    asyncio.run(serve(int(sys.argv[1]), News))
