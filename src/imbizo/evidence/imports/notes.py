"""Memos of a project of another program, at what they belong to, and which were used."""

from collections.abc import Iterable

from imbizo.calc.refi.model import Case, Project, Value

LONGEST = 4_000


class Notes:
    """Gives memos by their GUIDs, and remembers those that were asked for. Cases are told at their sources."""

    def __init__(self, project: Project) -> None:
        self._memos = {each.guid: each for each in project.memos}
        self._variables = {each.guid: each.name for each in project.variables}
        self._by_source = {each.guid: each for each in project.sources}
        self._cases = project.cases
        self.used: set[str] = set()

    def of(self, guids: Iterable[str], *before: str) -> str:
        """The texts of these memos, under what stands before them."""
        wanted = list(dict.fromkeys(guids))
        self.used.update(wanted)
        memos = [self._memos[guid] for guid in wanted if guid in self._memos]
        parts = [*before, *(each.text or each.description or each.name for each in memos)]
        return "\n\n".join(part.strip() for part in parts if part.strip())

    def of_source(self, guid: str) -> str:
        """What is known of a source: its description, its memos and values, and the cases to which it belongs."""
        source = self._by_source[guid]
        cases = [self._case(each) for each in self._cases if guid in each.sources]
        lines = [source.description, *self._values(source.values), *cases]
        return self.of(source.notes, "\n".join(line for line in lines if line))[:LONGEST]

    def _case(self, case: Case) -> str:
        values = "; ".join(self._values(case.values))
        return f"{case.name}: {values}" if values else case.name

    def _values(self, values: Iterable[Value]) -> list[str]:
        known = [each for each in values if each.value not in (None, "")]
        return [f"{self._variables.get(each.variable, '')}: {each.value}" for each in known]
