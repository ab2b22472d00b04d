"""People who follow a topic and ask now and then, and the newsroom that they read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from random import Random

from tests.crash.items import (
    FIRST_QUESTION,
    FIRST_STORY,
    QUESTIONS,
    Item,
    headline,
    number_of,
)
from tests.world.processes import Playground, text_of


class People:
    """All that people do, and a list of what shall come to them because of it."""

    def __init__(self, playground: Playground, chats: Sequence[int], chance: Random) -> None:
        self._playground = playground
        self._chance = chance
        self.chats = chats
        """Those who follow the topic."""
        self.stories = 0
        """How many were published."""
        self.questions: list[Item] = []
        """What was asked, each to be answered once."""

    @property
    def cards(self) -> list[Item]:
        """The cards that shall come."""
        numbers = range(FIRST_STORY, FIRST_STORY + self.stories)
        return [Item(chat, number) for number in numbers for chat in self.chats]

    def follow(self) -> None:
        """Let all of them subscribe."""
        for chat in self.chats:
            self._playground.say(chat, "/subscribe Zanadu")

    def publish(self) -> None:
        """Publish a story that everybody follows."""
        number = FIRST_STORY + self.stories
        self.stories += 1
        text = f"The harbour of Zanadu opened its gate {number}. " * 3
        self._playground.publish(headline(number), text, "Desk")

    def ask(self) -> None:
        """Let one of them ask something that no other question asks."""
        chat, number = self._chance.choice(self.chats), FIRST_QUESTION + len(self.questions)
        self.questions.append(Item(chat, number))
        self._playground.say(chat, self._chance.choice(QUESTIONS).format(number))

    def refused(self) -> int:
        """Return how many calls of the bot got a 429."""
        methods = self._playground.stats()["methods"].values()
        return sum(statuses.get("429", 0) for statuses in methods)

    def received(self) -> Counter[Item]:
        """Return how often each item stands in its chat."""
        return Counter(
            Item(chat, number)
            for chat in self.chats
            for message in self._playground.messages(chat)
            if message["from"]["is_bot"] and (number := number_of(text_of(message)))
        )
