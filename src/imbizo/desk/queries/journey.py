"""Everything that the journey page draws, in a fixed number of queries whatever the number of steps or actors."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from imbizo.base.components import Figure
from imbizo.base.templatetags.look import when
from imbizo.desk import registry
from imbizo.desk.rules import journey as rules
from imbizo.desk.rules.journey import Reason, Standing, StepFacts
from imbizo.programmes import queries as programmes
from imbizo.programmes.models import Membership, Step
from imbizo.programmes.rules import ROLES
from imbizo.programmes.states import Permission, StepState, StepStatus


@dataclass(frozen=True)
class Line:
    """A step as the page draws it."""

    step: Step
    state: Standing
    sentence: str
    owner: str
    is_vacant: bool
    due: str
    status: StepStatus | None

    @property
    def url(self) -> str:
        return (self.status.url if self.status else "") or self.step.get_absolute_url()

    @property
    def details_url(self) -> str:
        """The step's own page, where its tool has another."""
        return self.step.get_absolute_url() if self.status and self.status.url else ""

    @property
    def has_progress(self) -> bool:
        is_counted = self.status is not None and self.status.total is not None and self.status.total > 0
        return is_counted and self.state in {Standing.NOW, Standing.LATE}


@dataclass(frozen=True)
class Stage:
    """A phase in the stepper, with its lines."""

    key: str
    name: str
    note: str
    done: int
    total: int
    is_current: bool
    is_shown: bool
    lines: Sequence[Line]


@dataclass(frozen=True)
class Banner:
    """What is next: a title, how it stands, and the one action."""

    title: str
    text: str
    url: str
    action: str
    is_calm: bool


class Journey:
    """A programme's process as one member sees it today. `phase` is the key of the phase whose steps are shown."""

    def __init__(self, member: Membership, *, phase: str = "") -> None:
        self.member = member
        self.today = timezone.localdate()
        self.asked_phase = phase
        self.steps = list(programmes.steps(member.programme))
        for step in self.steps:
            step.programme = member.programme
        self.status = _statuses(member, self.steps)
        self.holders = _holders(member)
        self.facts = {step.key: self._facts(step) for step in self.steps}

    @cached_property
    def stages(self) -> list[Stage]:
        """The phases in their order."""
        phases: dict[str, list[Step]] = defaultdict(list)
        for step in self.steps:
            phases[step.phase.key].append(step)
        facts = [[self.facts[step.key] for step in steps] for steps in phases.values()]
        keys = list(phases)
        current = keys[rules.current_phase(facts, self.today)] if keys else ""
        shown = self.asked_phase if self.asked_phase in phases else current
        return [self._stage(key, steps, current=current, shown=shown) for key, steps in phases.items()]

    @property
    def shown(self) -> Stage | None:
        """The phase whose steps are listed."""
        return next((stage for stage in self.stages if stage.is_shown), None)

    @cached_property
    def banner(self) -> Banner | None:
        """What is next, or None for a process without steps."""
        found = rules.what_is_next(list(self.facts.values()), self.today)
        if found is None:
            return Banner(_("Every step is done."), "", "", "", is_calm=True) if self.steps else None
        line = self._line(next(step for step in self.steps if step.key == found.key))
        is_calm = found.reason in {Reason.ACTIVE, Reason.WAITING}
        url, action = self._filling(line) if found.reason is Reason.VACANT else _way_on(line)
        return Banner(line.step.title, _why(found.reason, line), url, action, is_calm=is_calm)

    @cached_property
    def lede(self) -> str:
        """The programme in numbers, with what the tools add."""
        done = sum(rules.is_closed(step, self.today) for step in self.facts.values())
        partners = programmes.partners(self.member).count()
        own = [
            ngettext("%(count)s partner", "%(count)s partners", partners) % {"count": partners},
            ngettext("%(count)s phase", "%(count)s phases", len(self.stages)) % {"count": len(self.stages)},
            _("%(done)s of %(total)s steps done") % {"done": done, "total": len(self.steps)},
        ]
        return " ".join(
            [", ".join(own) + ".", *(line for hook in registry.head_lines if (line := hook(self.member)))]
        )

    @cached_property
    def figures(self) -> list[Figure]:
        """Figures for the side of the page: the steps' own, then those of the tools."""
        late = [step for step in self.facts.values() if rules.standing(step, self.today) is Standing.LATE]
        vacant = [s for s in self.facts.values() if s.is_vacant and not rules.is_closed(s, self.today)]
        soon = [step for step in self.facts.values() if self._is_due_within(step, days=7)]
        own = [
            Figure(len(late), ngettext("step late", "steps late", len(late))),
            Figure(len(soon), ngettext("step due within a week", "steps due within a week", len(soon))),
            Figure(len(vacant), ngettext("step that nobody does", "steps that nobody does", len(vacant))),
        ]
        return [*own, *(figure for hook in registry.week_figures for figure in hook(self.member))]

    def _is_due_within(self, step: StepFacts, *, days: int) -> bool:
        is_open = not rules.is_closed(step, self.today)
        return is_open and step.due_on is not None and 0 <= (step.due_on - self.today).days <= days

    def _facts(self, step: Step) -> StepFacts:
        is_vacant = step.assignee is None and bool(step.owner_role) and not self.holders.get(step.owner_role)
        return StepFacts(step.key, step.state, step.due_on, is_vacant, self.status.get(step.tool))

    def _stage(self, key: str, steps: Sequence[Step], *, current: str, shown: str) -> Stage:
        facts = [self.facts[step.key] for step in steps]
        done = sum(rules.is_closed(fact, self.today) for fact in facts)
        is_shown = key == shown
        return Stage(
            key=key,
            name=steps[0].phase.short,
            note=_phase_note(steps, done),
            done=done,
            total=len(steps),
            is_current=key == current,
            is_shown=is_shown,
            lines=[self._line(step) for step in steps] if is_shown else (),
        )

    def _filling(self, line: Line) -> tuple[str, str]:
        """What nobody does is given to somebody first, by those who may."""
        may_give = self.member.may(Permission.PROGRAMME_MANAGE)
        return line.step.get_absolute_url(), _("Say who does it") if may_give else _("Open the step")

    def _line(self, step: Step) -> Line:
        facts = self.facts[step.key]
        return Line(
            step=step,
            state=rules.standing(facts, self.today),
            sentence=_sentence(step, facts.status),
            owner=self._owner(step, facts),
            is_vacant=facts.is_vacant,
            due=_due(step, facts, self.today),
            status=facts.status,
        )

    def _owner(self, step: Step, facts: StepFacts) -> str:
        role = str(ROLES[step.owner_role].title) if step.owner_role in ROLES else ""
        if step.assignee is not None:
            return str(step.assignee.user)
        if facts.is_vacant:
            return _("vacant: %(role)s") % {"role": role.lower()}
        names = self.holders.get(step.owner_role, [])
        return f"{role}: {', '.join(names[:2])}" if names else role


def _statuses(member: Membership, steps: Iterable[Step]) -> dict[str, StepStatus]:
    """What the tools that exist say, each asked once however many steps name it; not all say something to everybody."""
    known = registry.tools()
    said = {key: known[key](member) for key in sorted({step.tool for step in steps}) if key in known}
    return {key: status for key, status in said.items() if status is not None}


def _holders(member: Membership) -> dict[str, list[str]]:
    """The names of the active members in each role."""
    holders: dict[str, list[str]] = defaultdict(list)
    for name, roles in programmes.members(member).values_list("user__name", "roles"):
        for role in roles:
            holders[role].append(name)
    return holders


def _sentence(step: Step, status: StepStatus | None) -> str:
    """How the step stands: a person's note where there is one by hand, the tool's sentence, else what is done in it.

    While the tool has nothing to count, the work is done elsewhere, and the note goes first.
    """
    is_by_hand = status is None or status.total is None or step.state in {StepState.DONE, StepState.SKIPPED}
    by_hand = step.note if is_by_hand else ""
    if by_hand:
        return by_hand
    if step.state == StepState.SKIPPED:
        return _("Not needed.")
    return status.text if status else step.what


def _due(step: Step, facts: StepFacts, today: date) -> str:
    late = rules.days_late(facts, today)
    if late:
        return ngettext("%(days)s day late", "%(days)s days late", late) % {"days": late}
    if rules.is_closed(facts, today):
        return when(step.done_on)
    if step.due_on in {today, today + timedelta(days=1)}:
        return _("today") if step.due_on == today else _("tomorrow")
    return when(step.due_on)


def _phase_note(steps: Sequence[Step], done: int) -> str:
    if done == len(steps):
        ends = [step.done_on for step in steps if step.done_on]
        return _("done %(day)s") % {"day": when(max(ends))} if ends else _("done")
    if done:
        return _("%(done)s of %(total)s done") % {"done": done, "total": len(steps)}
    due = min((step.due_on for step in steps if step.due_on), default=None)
    return _("first step due %(day)s") % {"day": when(due)} if due else _("not begun")


def _why(reason: Reason, line: Line) -> str:
    if reason is Reason.VACANT:
        return _("has nobody to do it (%(owner)s). %(text)s") % {"owner": line.owner, "text": line.sentence}
    if line.due:
        return _("(%(due)s). %(text)s") % {"due": line.due, "text": line.sentence}
    return line.sentence


def _way_on(line: Line) -> tuple[str, str]:
    """Where the button of what is next leads, and its words.

    Where a person's note stands instead of the tool's sentence, the tool has nothing to count for this member, and
    beginning it anew is not what is next: the note says what is, so the step itself is opened.
    """
    if line.status and line.status.action and line.sentence == line.status.text:
        return line.url, line.status.action
    return line.step.get_absolute_url() if line.status and line.status.action else line.url, _(
        "Open the step"
    )
