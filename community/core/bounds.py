"""How much work one text may cause: steps are counted, not seconds, so a text always renders the same."""

from collections.abc import MutableMapping
from dataclasses import dataclass
from typing import Any, Self

MAX_BODY = 64 * 1024
# Measured: manuals, specifications and forum posts need at most 40 block steps and 65 inline steps per KB,
# that is 2,600 and 4,200 for the longest text. Twice and three times that is allowed.
MAX_BLOCK_STEPS = 5_500
MAX_BLOCK_TOKENS = 24_000
MAX_INLINE_STEPS = 12_000
# Characters of link addresses in one document: one long reference used thousands of times is a bomb.
MAX_ADDRESSES = 256 * 1024
# Each costs a copy of the text; what is more is shown as quotes, with its marks.
MAX_SPOILERS = 200


class TooMuch(Exception):
    """A text asks for more work than anybody's honest text does; what is left is shown as it was typed."""


@dataclass
class Budget:
    """What one parse may still spend."""

    block_steps: int = MAX_BLOCK_STEPS
    inline_steps: int = MAX_INLINE_STEPS
    addresses: int = MAX_ADDRESSES
    spoilers: int = MAX_SPOILERS

    @classmethod
    def of(cls, env: MutableMapping[str, Any]) -> Self:
        """The budget that travels with the parser's environment; one is made where none was given."""
        budget: Self = env.setdefault("budget", cls())
        return budget

    def block(self, tokens: int, depth: int) -> None:
        """Spend a step of finding blocks, after so many tokens and in so many quotes; raises TooMuch."""
        self.block_steps -= 1 + depth // 4
        if self.block_steps < 0 or tokens > MAX_BLOCK_TOKENS:
            raise TooMuch

    def inline(self, steps: int = 1) -> None:
        """Spend steps of finding emphasis, links and code within a block; raises TooMuch."""
        self.inline_steps -= steps
        if self.inline_steps < 0:
            raise TooMuch

    def spoiler(self) -> bool:
        """Spend a spoiler; whether there was one left."""
        self.spoilers -= 1
        return self.spoilers >= 0

    def address(self, length: int) -> None:
        """Spend a link address's characters; raises TooMuch."""
        self.addresses -= length
        if self.addresses < 0:
            raise TooMuch
