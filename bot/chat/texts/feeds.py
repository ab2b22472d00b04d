"""Sentences about adding feeds, a chat's own feeds, and what its administrators see of all."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final
from urllib.parse import urlsplit

from bot.chat import dates
from bot.chat.escape import Html, bold, join, line, link, plain
from bot.chat.lines import alone
from bot.chat.texts.failures import Failures
from bot.chat.texts.parts import fill, within
from bot.domain.values import Feed, Notice, NoticeKind
from bot.feeds.discovery import Found
from bot.pipeline.adding import MOST_FEEDS, Added, Outcome
from bot.pipeline.feed_health import ALARMING, Health, State, span
from bot.text import units

PAGE: Final = 8
"""Feeds that a list of buttons shows at a time."""
_MARKS: Final = {State.NEW: "⏳", State.GOOD: "✅", State.FAILING: "⚠️", State.ENDED: "⛔️"}


class Feeds(Failures):
    """Sentences about feeds."""

    def which_feed(self) -> Html:
        """Return the question for an address."""
        return plain(
            self._(
                "Which feed? Write the address of a site, of one of its pages or of the feed itself"
                " after the command, as in /addfeed news.example.org"
            )
        )

    def looking(self, typed: str) -> Html:
        """Return what is said while a search goes on."""
        return fill(self._("Looking for feeds at {site} …"), site=bold(self._site(typed)))

    def looking_already(self) -> Html:
        """Return the answer to more addresses than are looked at at once."""
        return plain(
            self._("I am still looking at your last addresses. Send me this one again then.")
        )

    def interrupted(self) -> Html:
        """Return what becomes of a search that ended with the process."""
        return plain(self._("I was restarted while I looked. Please send me the address again."))

    def offered(self, found: Found) -> Html:
        """Return the offer to add the one feed of a link."""
        return join([self._described(found), self._("Shall I read it for this chat?")], "\n\n")

    def choices(self, typed: str, found: Sequence[Found], known: Iterable[bool]) -> Html:
        """Return the question which feeds of a site to add; ``known`` are those that serve us."""
        head = fill(
            self._n("I found {n} feed at {site}:", "I found {n} feeds at {site}:", len(found)),
            n=str(len(found)),
            site=self._site(typed),
        )
        rows = []
        for number, (one, mine) in enumerate(zip(found, known, strict=True), 1):
            form = (
                self._("{n}. {title} – {facts}, read already") if mine else "{n}. {title} – {facts}"
            )
            rows.append(fill(form, n=str(number), title=self._linked(one), facts=self._facts(one)))
        return join([head, join(rows, "\n"), self._("Tap those that I shall read.")], "\n\n")

    def added(self, result: Added, found: Found) -> Html:
        """Return what came of adding a feed."""
        if result.outcome is Outcome.FULL:
            form = self._(
                "This chat has {n} feeds of its own, the most it may. /sources makes room."
            )
            return fill(form, n=str(MOST_FEEDS))
        if result.outcome is Outcome.ADDED:
            private = self._(
                "It is read for this chat only, from now on. Stories on your topics come by"
                " themselves (/topics); /latest shows what is there."
            )
            return join([join(["✅ ", self._described(found)]), private], "\n\n")
        form = self._("I read {title} for this chat already. /sources lists all feeds.")
        if result.outcome is Outcome.PUBLIC:
            form = self._("I read {title} for everybody already. /sources lists all feeds.")
        return fill(form, title=self._linked(found))

    def read_already(self, feed: Feed) -> Html:
        """Return the answer where a feed serves the chat already, and nothing had to be asked."""
        form = self._("I read {title} already. /sources lists all feeds.")
        return fill(form, title=link(self.feed(feed), feed.home or feed.url))

    def dropped(self, feed: Feed) -> Html:
        """Return the answer where a chat's feed was removed."""
        form = self._("I no longer read {title} for this chat. Its stories keep their numbers.")
        return fill(form, title=link(self.feed(feed), feed.url))

    # -- lists

    def sources(
        self, own: Sequence[tuple[Feed, Health]], all_: Sequence[tuple[Feed, Health]]
    ) -> Html:
        """Return the feeds that serve a chat, its own first, with how each fares."""
        if not own and not all_:
            return plain(
                self._("No feeds are read yet. Add one: /addfeed and the address of a news site.")
            )
        parts = []
        if own:
            head = self._n(
                "{n} feed of this chat’s own:", "{n} feeds of this chat’s own:", len(own)
            )
            rows = within((self._source(*one) for one in own), self.and_more, "\n", room=1800)
            parts.append(join([bold(head.format(n=len(own))), rows], "\n"))
        if all_:
            head = self._n("I read {n} feed:", "I read {n} feeds:", len(all_))
            if own:
                head = self._n("{n} feed for everybody:", "{n} feeds for everybody:", len(all_))
            room = 1800 if own else 3500
            rows = within((self._source(*one) for one in all_), self.and_more, "\n", room=room)
            parts.append(join([bold(head.format(n=len(all_))), rows], "\n"))
        parts.append(plain(self._("/addfeed adds one.")))
        return join(parts, "\n\n")

    def _source(self, feed: Feed, health: Health) -> Html:
        name = link(alone(self.feed(feed), feed.lang), feed.home)
        mark = _MARKS[health.state] + " "
        reason = units.cut(line(self.reworded(feed.last_error or "")), 120)
        if health.state is State.ENDED:
            return fill(mark + "{name} – " + self._("ended: {reason}"), name=name, reason=reason)
        if health.state is State.FAILING:
            state = self._("not reachable: {reason}") if reason else self._("not reachable")
            return fill(mark + "{name} – " + state, name=name, reason=reason)
        state = self._("read") if health.state is State.GOOD else self._("not read yet")
        return fill(mark + "{name} – " + state, name=name)

    def all_feeds(self, feeds: Sequence[tuple[Feed, Health]], first: int, bad: int) -> Html:
        """Return a page of all feeds, for the bot's administrators."""
        if not feeds:
            return plain(self._("No feeds are read yet. Add one: /addfeed and an address."))
        head = self._n("{n} feed, {bad} of them in need:", "{n} feeds, {bad} of them in need:",
                       len(feeds))  # fmt: skip
        rows = [
            fill(
                "{n}. {mark} {name} – {words}",
                n=str(number),
                mark=_MARKS[health.state] + ("" if feed.public else "🔒"),
                name=bold(alone(self.feed(feed), feed.lang)),
                words=units.cut(line(health.words), 200),
            )
            for number, (feed, health) in enumerate(feeds[first : first + PAGE], first + 1)
        ]
        return join([bold(head.format(n=len(feeds), bad=bad)), *rows], "\n")

    def feed_panel(self, feed: Feed, health: Health, chats: int) -> Html:
        """Return what an administrator sees of one feed, above its buttons."""
        served = self._("Serves everybody.")
        if not feed.public:
            served = self._n(
                "Serves only the {n} chat that added it.",
                "Serves only the {n} chats that added it.", chats,
            ).format(n=chats)  # fmt: skip
        pace = self._("Its own rhythm decides when it is read.")
        if feed.interval and not feed.pace:
            pace = self._("Its own rhythm: every {span}.").format(span=span(feed.interval))
        if feed.pace:
            pace = self._("Read every {span}, as you set.").format(span=span(feed.pace))
        return join(
            [
                bold(link(alone(self.feed(feed), feed.lang), feed.home)),
                units.cut(feed.url, 500),
                join([_MARKS[health.state], units.cut(line(health.words), 600)], " "),
                served,
                pace,
            ],
            "\n",
        )

    def sure_to_remove(self, feed: Feed, chats: int) -> Html:
        """Return the question before a feed is removed for everybody."""
        form = self._("Stop reading {title} for everybody?")
        if not feed.public:
            form = self._n(
                "Stop reading {title} for the {n} chat that added it?",
                "Stop reading {title} for the {n} chats that added it?", chats,
            )  # fmt: skip
        return fill(form, title=bold(self.feed(feed)), n=str(chats))

    def removed(self, feed: Feed) -> Html:
        """Return the answer where a feed was removed for everybody."""
        form = self._("{title} is not read any more. Its stories stay. /feeds")
        return fill(form, title=bold(self.feed(feed)))

    def runs_only(self) -> str:
        """Return the friendly word for someone who does not run the bot."""
        return self._("Only the people who run this bot can do that. /sources shows its feeds.")

    def in_private(self) -> str:
        """Return where the list of all feeds is shown."""
        return self._("Ask me that in our private chat: it also lists the feeds of other chats.")

    def notice(self, notice: Notice) -> Html:
        """Return what the administrators of a feed are told of it."""
        feed = notice.feed
        reason = self.reworded(feed.last_error or "")
        if notice.kind is NoticeKind.ENDED:
            form = self._(
                "⛔️ {title} has ended, so I do not read it any more: {reason}\nIf it has a new"
                " address, send me that: /addfeed ADDRESS"
            )
        else:
            form = self._(
                "⚠️ I could not read {title} for {span}: {reason}\nI keep trying. If it is gone,"
                " /sources removes it."
            )
            if not notice.chat_ids:
                form = self._(
                    "⚠️ I could not read {title} for {span}: {reason}\nI keep trying. /feeds lists"
                    " what is wrong, and removes feeds."
                )
        title = bold(link(self.feed(feed), feed.home or feed.url))
        return fill(form, title=title, reason=units.cut(line(reason), 400), span=span(ALARMING))

    # -- labels of buttons

    def add_button(self) -> str:
        """Return the label of the button that adds the feed offered."""
        return self._("➕ Add this feed")

    def public_button(self) -> str:
        """Return the label of the button that lets a feed serve everybody."""
        return self._("🌐 Make public")

    def remove_button(self) -> str:
        """Return the label of the button that stops reading a feed."""
        return self._("✕ Remove")

    def own_pace_button(self) -> str:
        """Return the label of the button that leaves the interval to the feed."""
        return self._("Its own")

    # -- parts

    def feed(self, feed: Feed) -> str:
        """Return a feed's name on one line."""
        return units.cut(line(feed.title or feed.url), 60)

    def _described(self, found: Found) -> Html:
        head = join([bold(self._linked(found)), plain(self._facts(found))], "\n")
        if not found.headlines:
            return head
        latest = [join(["• ", alone(units.cut(line(h), 150), found.lang)]) for h in found.headlines]
        return join([head, join([self._("Its latest:"), *latest], "\n")], "\n\n")

    def _linked(self, found: Found) -> Html:
        return link(alone(units.cut(line(found.title), 100), found.lang), found.url)

    def _facts(self, found: Found) -> str:
        """Return language, number of stories and date of the newest."""
        locale = dates.locale_of(self._chat.language)
        base = (found.lang or "").replace("_", "-").partition("-")[0].lower()
        count = self._n("{n} story", "{n} stories", found.entries).format(n=found.entries)
        facts = [str(locale.languages.get(base, "")), count]
        if found.newest:
            facts.append(self._("newest {moment}").format(moment=self.moment(found.newest)))
        if found.is_sitemap:
            facts.append(self._("the site’s list for search engines, headlines only"))
        return ", ".join(fact for fact in facts if fact)

    @staticmethod
    def _site(typed: str) -> str:
        address = typed if "://" in typed else f"https://{typed}"
        try:
            host = urlsplit(address).netloc.rpartition("@")[2]
        except ValueError:
            host = ""
        return units.cut(line(host or typed), 80)
