"""What the editor says to whoever writes, in their language: the script knows no words of its own."""

from django.utils.translation import gettext as _


def editor_texts() -> dict[str, str]:
    """By the name under which the script asks for it; {} stands for what it puts in."""
    return {
        "saved": _("Saved {}"),
        "saving": _("Saving…"),
        "typing": _("Not saved yet"),
        "offline": _("No connection. What you write is kept on this device, and saved when it is back."),
        "failed": _("This could not be saved just now. It is kept on this device; we try again."),
        "ended": _(
            "You were signed out. What you wrote is kept on this device: sign in again in another tab."
        ),
        "back": _("Words that had not been saved were brought back. They are saved now."),
        "joined": _("{} wrote here too. Their words were joined with yours:"),
        "joined_quietly": _("{} wrote here too. Their words were joined with yours."),
        "here_one": _("{} is writing here too"),
        "here_many": _("{} are writing here too"),
        "colliding": _(
            "Somebody changed the same words as you. Nothing was written over: choose between them."
        ),
        "cited": _("Cited: {}"),
        "compare": _("Compare and choose"),
        "maybe": _(
            "This device kept words of yours that may not have been saved. The section went on since."
        ),
        "bring": _("Bring them back"),
    }
