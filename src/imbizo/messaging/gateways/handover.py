"""One message on its way over a bind: which of its parts the centre has taken, and what became of the whole."""

from bisect import insort
from uuid import UUID

from imbizo.messaging.gateways.driver import Outcome, Result
from imbizo.messaging.gateways.smpp_wire import LATER, OK, Answer, Submission
from imbizo.messaging.states import Reason

_DETAIL_OF_REST = "only some of its parts could be handed over"


class Handover:
    """Hands out the parts that are still to be submitted, takes the answers, and says once what became of it.

    A part that was taken is never handed out again. A part that the centre put off is, as long as another part of
    the message was taken; where none was, the whole message goes back to the outbox.
    """

    __slots__ = (
        "_last_ref_only",
        "_missing",
        "_outcome",
        "_refs",
        "_unanswered",
        "_unknown",
        "id",
        "parts",
        "until",
    )

    def __init__(self, id_: UUID, parts: list[Submission], *, until: float) -> None:
        """`until` is the instant, in seconds of the caller's clock, after which no further part may be submitted."""
        self.id, self.parts, self.until = id_, parts, until
        self._missing = list(range(len(parts)))
        self._refs: dict[int, str] = {}
        self._unanswered: set[int] = set()
        self._unknown = False
        self._outcome: Outcome | None = None
        self._last_ref_only = not parts[0].asks_for_report

    @property
    def is_wanting(self) -> bool:
        """Whether parts of it are still to be submitted."""
        return bool(self._missing)

    @property
    def is_untouched(self) -> bool:
        """Whether the centre can't have any part of it."""
        return not (self._refs or self._unanswered or self._unknown)

    def take(self) -> int | None:
        """The place of the next part to submit; its answer is awaited from now on. None where there is none."""
        if not self._missing:
            return None
        place = self._missing.pop(0)
        self._unanswered.add(place)
        return place

    def answered(self, place: int, answer: Answer | None) -> Result | None:
        """Take the answer to a part, None where none came; return what became of the message once that is known.

        An answer that comes after it was given up may still tell that the message was accepted after all.
        """
        is_late = place not in self._unanswered
        self._unanswered.discard(place)
        if answer is None:
            self._unknown = True
            self._missing.clear()
        elif answer.status == OK:
            self._refs[place] = answer.ref
        elif is_late:
            return None
        elif answer.status in LATER:
            insort(self._missing, place)
        else:
            return self._end(Result(self.id, Outcome.REFUSED, reason=answer.reason, detail=answer.said))
        return self._settled(answer)

    def give_up(self) -> Result | None:
        """What became of it if no further part is submitted."""
        self._missing.clear()
        if self.is_untouched:
            return self._end(Result(self.id, Outcome.LATER))
        if self._unanswered:
            self._unknown = True
            return None
        return self._end(Result(self.id, Outcome.UNKNOWN, reason=Reason.BROKEN_OFF, detail=_DETAIL_OF_REST))

    def _settled(self, answer: Answer | None) -> Result | None:
        if len(self._refs) == len(self.parts):
            return self._end(Result(self.id, Outcome.ACCEPTED, refs=self._ordered_refs()))
        if self._unanswered:
            return None
        if self._unknown:
            return self._end(Result(self.id, Outcome.UNKNOWN, reason=Reason.BROKEN_OFF))
        if not self._refs and answer is not None and answer.status in LATER:
            self._missing.clear()
            return self._end(Result(self.id, Outcome.LATER, detail=answer.said))
        return None

    def _ordered_refs(self) -> tuple[str, ...]:
        refs = tuple(self._refs[place] for place in range(len(self.parts)))
        return refs[-1:] if self._last_ref_only else refs

    def _end(self, result: Result) -> Result | None:
        """The result, unless one was given before; only an acceptance corrects another."""
        is_news = self._outcome is None or (
            result.outcome is Outcome.ACCEPTED and self._outcome is Outcome.UNKNOWN
        )
        if not is_news:
            return None
        self._outcome = result.outcome
        self._missing.clear()
        return result
