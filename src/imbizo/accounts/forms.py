"""What people write about themselves."""

from typing import Any

from allauth.account.forms import LoginForm
from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _


class SignInForm(LoginForm):
    """allauth's form in this site's words."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, label in (("login", _("E-mail")), ("remember", _("Stay signed in on this device"))):
            self.fields[name].label = label
        for name in ("login", "password"):
            self.fields[name].widget.attrs.pop("placeholder", None)
        # Its link would stand between the two fields, where Tab leads on from the first; the page has one below.
        self.fields["password"].help_text = ""


class ProfileForm(forms.Form):
    """Name and language. The e-mail address has pages of its own, because it must be proved."""

    name = forms.CharField(
        label=_("Your name"),
        max_length=200,
        help_text=_("As colleagues of other organisations should read it."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    language = forms.ChoiceField(
        label=_("Language of your pages"),
        choices=[pair for pair in settings.LANGUAGES if pair[0] in settings.STAFF_LANGUAGES],
        help_text=_("Mail to you comes in it too."),
    )
