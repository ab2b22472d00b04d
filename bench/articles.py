"""Articles read a second: ours, trafilatura and newspaper4k, on the same pages in one run.

STORYWIRE_DEV_DATA=FOLDER python -m bench.articles

F1 is over runs of four words, against the texts that people marked in the pages.
"""

from __future__ import annotations

import importlib.util
import time
from collections.abc import Callable
from typing import Any

from bench.development import folder
from tests.corpora.article_extraction import Page, ours, read, score, theirs

ROUNDS = 3


def newspaper(page: Page) -> str:
    """Return the text that newspaper4k finds."""
    import newspaper

    # it would look at each picture of the page, over the network
    article: Any = newspaper.Article(page.url, fetch_images=False)
    article.download(input_html=page.data.decode("utf-8", "replace"))
    article.parse()
    return str(article.text or "")


def main() -> None:
    """Print articles a second, F1 and how many times trafilatura's time ours takes."""
    found = folder("pages")
    if found is None:
        return
    pages = read(found)
    readers: dict[str, Callable[[Page], str]] = {"storywire": ours, "trafilatura": theirs}
    if importlib.util.find_spec("newspaper"):
        readers["newspaper4k"] = newspaper
    else:
        print("newspaper4k is not installed; make bench installs it")
    seconds: dict[str, float] = {}
    for name, reader in readers.items():
        texts, seconds[name] = _best(reader, pages)
        f1 = score(texts, pages).f1
        print(f"{name:12} {len(pages) / seconds[name]:6.1f} articles/s   F1 {f1:.3f}")
    ratio = seconds["storywire"] / seconds["trafilatura"]
    print(f"{ratio:.2f} times trafilatura's time with metadata, on {len(pages)} pages")


def _best(reader: Callable[[Page], str], pages: list[Page]) -> tuple[list[str], float]:
    """Return the texts, and the processor's seconds in the best of several rounds."""
    texts = [reader(page) for page in pages]  # loads modules and tables too
    best = float("inf")
    for _ in range(ROUNDS):
        began = time.process_time()
        for page in pages:
            reader(page)
        best = min(best, time.process_time() - began)
    return texts, best


if __name__ == "__main__":
    main()
