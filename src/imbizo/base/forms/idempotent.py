"""A form for a new record, that can be sent twice and makes one record."""

from django import forms
from django.utils.translation import gettext_lazy as _

from imbizo.base.models import new_id


class IdempotentForm(forms.Form):
    """Carries the id of the record that it will make, chosen when the page is drawn.

    Pass `form.cleaned_data["id"]` to the operation: it finds the record that the first of two equal submissions
    made, and refuses an id that belongs to other content or another programme.
    """

    id = forms.UUIDField(
        widget=forms.HiddenInput,
        initial=new_id,
        error_messages={
            "required": _("This page was cut short on its way to you. Open it again."),
            "invalid": _("This page was changed on its way to you. Open it again."),
        },
    )
