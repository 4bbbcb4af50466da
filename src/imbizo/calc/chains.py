"""Records that point at one other: a duplicate at its original, a part at its whole. Followed, and kept from rings."""

from collections.abc import Mapping

from imbizo.calc.errors import LoopError


def follow(start: str, links: Mapping[str, str]) -> tuple[str, ...]:
    """The chain from `start`, which is in it, to the record that points at none; `links` is id -> id.

    Raises LoopError with the ring, where the chain comes back to itself.
    """
    chain = [start]
    while (after := links.get(chain[-1])) is not None:
        if after in chain:
            raise LoopError(tuple(chain[chain.index(after) :]))
        chain.append(after)
    return tuple(chain)


def closes_ring(start: str, to: str, links: Mapping[str, str]) -> bool:
    """Whether `start` may not point at `to`, since the chain from there comes back to `start`, or into a ring."""
    try:
        follow(start, {**links, start: to})
    except LoopError:
        return True
    return False
