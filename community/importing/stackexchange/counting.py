"""Sets and counts by post id in little memory: ids of a site are dense, so flat arrays hold them."""

from array import array
from collections.abc import Iterator

# 64 Mi ids: no site's post numbers reached that by a third of its growth; larger ones go into a plain dict.
_DENSE = 1 << 26


class PerId:
    """A whole number per id, 0 where none was given; four bytes per id."""

    def __init__(self) -> None:
        self._dense = array("i")
        self._other: dict[int, int] = {}

    def __getitem__(self, number: int) -> int:
        if 0 <= number < _DENSE:
            return self._dense[number] if number < len(self._dense) else 0
        return self._other.get(number, 0)

    def __setitem__(self, number: int, value: int) -> None:
        value = min(max(value, -(2**31)), 2**31 - 1)
        if not 0 <= number < _DENSE:
            self._other[number] = value
            return
        if number >= len(self._dense):
            # Grown by an eighth at least, so that rising ids do not copy the array each time.
            room = max(number + 1 - len(self._dense), len(self._dense) >> 3)
            self._dense.frombytes(bytes(4 * room))
        self._dense[number] = value

    def add(self, number: int, value: int) -> None:
        """Adds `value` to what `number` has."""
        self[number] = self[number] + value

    def items(self) -> Iterator[tuple[int, int]]:
        """The ids whose number is not 0, each with it."""
        yield from ((number, value) for number, value in enumerate(self._dense) if value)
        yield from ((number, value) for number, value in self._other.items() if value)
