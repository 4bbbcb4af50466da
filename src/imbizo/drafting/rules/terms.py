"""The terms of reference that are offered for a reference group: to be changed, not to be taken as they are."""

from django.utils.translation import gettext as _


def offered_terms(document: str) -> str:
    """Terms of reference for a group that reads a document of this title, in the language in force."""
    purpose = _(
        "What for. The reference group reads the drafts of “%(document)s” and says what is wrong, missing or unclear."
    )
    return "\n\n".join([purpose % {"document": document}, *_the_rest()])


def _the_rest() -> list[str]:
    return [
        _(
            "Who. Each member is nominated by an institution or a community, and speaks for it as far as it agrees."
        ),
        _(
            "What members do. They read each draft that is sent to them, and answer by its day: with comments, or "
            "that they have none."
        ),
        _(
            "What they get. Each comment is answered in writing: accepted, accepted in part, rejected or noted, "
            "and why."
        ),
        _("What they don't do. The group advises. The decision stays with those who adopt the document."),
        _(
            "Fairness. What people said in confidence stays in confidence. Members say so where they gain or lose "
            "by a decision."
        ),
        _(
            "How long. Until the document is final. A member can leave at any time, and the institution can name "
            "another."
        ),
    ]
