"""How the acts of the domains read on the activity page, in histories and notifications."""

from django.utils.translation import gettext_lazy as _

from imbizo.actors.models import Actor
from imbizo.thread.registry import ForeignPair, register_pair, register_verbs
from imbizo.thread.states import Relation

register_pair(ForeignPair(Actor, "merged_into", Relation.MERGED_FROM, holder="source"))

register_verbs(
    {
        "announce": _("%(who)s recorded that people were told of %(what)s"),
        "begin_import": _("%(who)s began to bring in %(what)s"),
        "bring_in": _("%(who)s brought in %(what)s"),
        "carry_out": _("%(who)s carried out %(what)s"),
        "change_columns": _("%(who)s said what the columns of %(what)s mean"),
        "confirm": _("%(who)s confirmed %(what)s"),
        "confirm_columns": _("%(who)s confirmed what the columns of %(what)s mean"),
        "decide": _("%(who)s decided on %(what)s"),
        "drop_file": _("%(who)s removed the file of %(what)s"),
        "end": _("%(who)s ended %(what)s"),
        "end_office": _("%(who)s ended %(what)s after an election"),
        "handle_in_person": _("%(who)s said how %(what)s is to be handled"),
        "import": _("%(who)s brought in %(what)s from a file"),
        "list_add": _("%(who)s put people on %(what)s"),
        "list_remove": _("%(who)s took people off %(what)s"),
        "make_link": _("%(who)s made a link to %(what)s for the person themselves"),
        "match": _("%(who)s looked for doubles in %(what)s"),
        "not_there": _("%(who)s said that nobody fits %(what)s"),
        "object": _("%(who)s recorded an objection of %(what)s"),
        "opt_out": _("%(who)s recorded that %(what)s isn't to be used any more"),
        "receive": _("%(who)s received %(what)s"),
        "record_basis": _("%(who)s recorded %(what)s"),
        "reopen_office": _("%(who)s took back the end of %(what)s"),
        "resend": _("%(who)s sent %(what)s again"),
        "resume": _("%(who)s took up %(what)s again"),
        "start_again": _("%(who)s started %(what)s again"),
        "take_back": _("%(who)s took back %(what)s"),
        "undo": _("%(who)s undid %(what)s"),
        "undo_import": _("%(who)s began to undo %(what)s"),
        "undone": _("%(who)s undid %(what)s to the end"),
        "upload": _("%(who)s uploaded %(what)s"),
        "withdraw_basis": _("%(who)s ended %(what)s"),
    }
)
