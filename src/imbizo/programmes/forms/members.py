"""Members: inviting them, their roles, handing over, and joining."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext_lazy as _

from imbizo.accounts.models import User
from imbizo.base.forms.idempotent import IdempotentForm
from imbizo.programmes import queries
from imbizo.programmes.forms.fields import RolesField, role_choices
from imbizo.programmes.models import MemberInvitation, Membership, Partner
from imbizo.programmes.rules.joining import PROGRAMME_ROLES
from imbizo.programmes.states import Permission


class InviteForm(IdempotentForm):
    """Someone to invite, for a partner that the member may bring people into."""

    name = forms.CharField(label=_("Name"), max_length=200)
    email = forms.EmailField(label=_("E-mail address"), help_text=_("The invitation goes there."))
    roles = RolesField()

    field_order = ("name", "email", "partner", "roles")

    def __init__(self, *args: Any, member: Membership, **options: Any) -> None:
        super().__init__(*args, **options)
        partners = queries.partners_to_invite_to(member)
        self.fields["partner"] = _partner_choice(partners, initial=member.partner_id)
        if not member.may(Permission.MEMBERS_MANAGE):
            _leave_out_programme_roles(self.fields["roles"])
        self.order_fields(self.field_order)


class MemberForm(forms.Form):
    """A member's roles and partner."""

    roles = RolesField()

    field_order = ("partner", "roles")

    def __init__(self, *args: Any, member: Membership, changing: Membership, **options: Any) -> None:
        super().__init__(*args, **options)
        self.initial = {"roles": changing.roles, "partner": changing.partner_id}
        own = queries.partners(member).filter(pk=changing.partner_id)
        self.fields["partner"] = _partner_choice(own | queries.partners_to_invite_to(member))
        self.order_fields(self.field_order)


class HandOverForm(forms.Form):
    """Who takes over, and which of the roles."""

    successor = forms.ModelChoiceField(
        queryset=Membership.objects.none(),
        label=_("Who takes over"),
        required=False,
        empty_label=_("nobody yet: roles may stand vacant"),
    )
    roles = forms.MultipleChoiceField(
        label=_("Roles that the successor takes too"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, leaving: Membership, **options: Any) -> None:
        super().__init__(*args, **options)
        self.initial = {"roles": leaving.roles}
        successor, roles = self.fields["successor"], self.fields["roles"]
        assert isinstance(successor, forms.ModelChoiceField)
        assert isinstance(roles, forms.ChoiceField)
        successor.queryset = queries.successors_of(leaving)
        roles.choices = [choice for choice in role_choices() if choice[0] in leaving.roles]


class AcceptForm(forms.Form):
    """Nothing to fill in: an account that has signed in says yes."""


class JoinForm(forms.Form):
    """What somebody new says of themselves as they accept."""

    name = forms.CharField(
        label=_("Your name"), max_length=200, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    language = forms.ChoiceField(
        label=_("Language of your pages"),
        choices=[pair for pair in settings.LANGUAGES if pair[0] in settings.STAFF_LANGUAGES],
    )
    password = forms.CharField(
        label=_("Password"),
        required=False,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_(
            "At least twelve characters. Without one you sign in by a code that we send to your e-mail."
        ),
    )

    def __init__(self, *args: Any, invitation: MemberInvitation, **options: Any) -> None:
        super().__init__(*args, **options)
        self.invitation = invitation

    def clean_password(self) -> str | None:
        password = str(self.cleaned_data["password"])
        if not password:
            return None
        validate_password(password, User(email=self.invitation.email, name=self.cleaned_data.get("name", "")))
        return password


def _partner_choice(partners: Any, initial: Any = None) -> "forms.ModelChoiceField[Partner]":
    return forms.ModelChoiceField(
        queryset=partners,
        label=_("Partner"),
        initial=initial,
        empty_label=None,
        help_text=_(
            "Members see what their partner keeps to itself, so a partner that has members brings in its own people."
        ),
        error_messages={"invalid_choice": _("This partner invites its own members. Ask one of them.")},
    )


def _leave_out_programme_roles(field: forms.Field) -> None:
    assert isinstance(field, forms.ChoiceField)
    field.choices = [choice for choice in role_choices() if choice[0] not in PROGRAMME_ROLES]
