"""The permission table, as a page of the documents: generated, so that it says what the code does."""

from django.utils.translation import override

from imbizo.programmes.rules import PERMISSION_WORDS, ROLES, Role

_HEAD = """# Who may do what

This page is made by `python -m imbizo permission_table`; a test fails where it is out of date.

A member has one role or more, and may do what any of them allows. Three questions are asked of every act: may this
member ever do it (the table), does the state of the record allow it, and is the record theirs to see: a partner's
records are seen by its own members, and by others only as the partner shares them. A stranger to the programme meets
"no such page"; a member without the permission is told that the page is for other roles.

A member sees what their partner keeps to itself. So a partner that has members brings in its own people: even a
coordinator invites only into their own partner, and into partners that have nobody yet. Only a coordinator makes
someone coordinator or protection officer.

## The roles
"""


def permission_table() -> str:
    """The page in Markdown, in English."""
    with override("en"):
        return f"{_HEAD}\n{_prose()}\n\n## The table\n\n{_table()}\n"


def _prose() -> str:
    return "\n\n".join(f"**{role.title}.** {role.prose}" for role in ROLES.values())


def _table() -> str:
    roles = list(ROLES.values())
    head = ["May …", *(str(role.title) for role in roles)]
    rule = ["---", *(":-:" for _ in roles)]
    rows = [[str(words), *(_mark(role, key) for role in roles)] for key, words in PERMISSION_WORDS.items()]
    return "\n".join(f"| {' | '.join(row)} |" for row in [head, rule, *rows])


def _mark(role: type[Role], permission: str) -> str:
    return "yes" if permission in role.permissions else ""
