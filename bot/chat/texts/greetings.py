"""First words, help, and what is said to what we do not understand."""

from __future__ import annotations

from collections.abc import Iterable

from bot.chat.escape import Html, bold, join, line, link, plain
from bot.chat.texts.parts import Parts, fill
from bot.text import units


class Greetings(Parts):
    """Sentences of the first meeting."""

    def greeting(self) -> Html:
        """Return the answer to /start."""
        lines = [
            fill(
                self._(
                    "{hello} I follow the news for you and bring every story on your topics here."
                ),
                hello=bold(self._("Welcome to Storywire!")),
            ),
            plain(
                self._(
                    "Tap a topic below to follow it, or send me your own words: a country,"
                    " a name, a “phrase in quotes”."
                )
            ),
            plain(self._("Each story has a number; send me one and I show that story.")),
            fill(
                self._("Your time zone is {zone}; /timezone changes it. All commands: /help"),
                zone=self.zone(self._chat.zone),
            ),
        ]
        return join(lines, "\n\n")

    def hello_group(self) -> Html:
        """Return what the bot says when it was added to a group or channel."""
        return join(
            [
                fill(
                    self._("Hello! I bring the news on chosen topics to {here}."), here=self.here()
                ),
                plain(
                    self._(
                        "An administrator chooses them: /subscribe Syria, for example."
                        " Everybody may ask for /latest. All commands: /help"
                    )
                ),
            ],
            "\n\n",
        )

    def help(self, commands: Iterable[tuple[str, str]], readme_url: str) -> Html:
        """Return the help; ``commands`` are usage and description of each."""
        lines = [fill("{usage} – {about}", usage=usage, about=about) for usage, about in commands]
        notes = self._(
            "Without a command: a number shows that story, a link is looked at for a feed to read,"
            " any other words try a topic."
            ' Topics know AND, OR, -not, "phrases", beginnings like sanction*, and title:, source:'
            " and lang:."
        )
        more = link(self._("More about Storywire"), readme_url)
        tail = more if readme_url else ""
        return join([bold(self._("What I can do")), join(lines, "\n"), notes, tail], "\n\n")

    def unknown_command(self, name: str, nearest: str | None) -> Html:
        """Return the answer to a command that is not there."""
        if nearest is None:
            return fill(self._("I do not know /{name}. /help lists what I know."), name=name)
        return fill(
            self._("I do not know /{name}. Did you mean /{nearest}? All commands: /help"),
            name=name,
            nearest=nearest,
        )

    def link_heard(self, url: str, *, admin: bool) -> Html:
        """Return the answer to a link."""
        command = bold(f"storywire feeds add {units.cut(line(url), 200)}")
        if admin:
            return fill(
                self._("To read that site’s feed, run this where the bot runs:\n{command}"),
                command=command,
            )
        return fill(
            self._(
                "Feeds are added by the person who runs this bot, with the command\n{command}\n"
                "/sources shows what I read now."
            ),
            command=command,
        )

    def admins_only(self) -> str:
        """Return the friendly word for someone who may not change a group's topics."""
        return self._("Only this chat’s administrators can change that. Please ask one of them.")

    def apology(self) -> str:
        """Return what is said where something broke on our side."""
        return self._("Sorry, that went wrong on my side. Please try once more in a moment.")

    def apologised(self) -> Html:
        """Return the same as a message."""
        return plain(self.apology())

    def stale(self) -> str:
        """Return what is said where a button's thing is not there any more."""
        return self._("That button has had its day. Here is how it stands now.")

    def about(self, command: str) -> str:
        """Return the one-line description of a command; every one of the registry has one."""
        return {
            "start": self._("Begin, and choose topics"),
            "help": self._("What I can do"),
            "subscribe": self._("Follow a topic"),
            "topics": self._("Your topics, and how they arrive"),
            "unsubscribe": self._("Stop a topic"),
            "search": self._("Search all stories"),
            "story": self._("Show a story by its number"),
            "why": self._("Why a story came: which topic, which words"),
            "latest": self._("The newest stories on your topics"),
            "trends": self._("Today’s events with the most sources"),
            "digest": self._("Your digest: now, its time, its days, off"),
            "quiet": self._("Quiet hours, and a limit of cards an hour"),
            "pause": self._("Push nothing for a time; it comes as one digest"),
            "resume": self._("End the pause"),
            "timezone": self._("Set your time zone"),
            "settings": self._("Time zone, digest, quiet hours and events, in one place"),
            "sources": self._("The feeds I read, and this chat’s own"),
            "addfeed": self._("Read a site’s news for this chat"),
            "feeds": self._("All feeds, how they fare, and their settings"),
            "stats": self._("How the bot does: feeds, queues, what was sent and refused"),
        }[command]
