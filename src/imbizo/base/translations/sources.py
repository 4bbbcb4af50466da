"""Which files hold texts, which of them people without an account see, and what Django and allauth lack.

The public ones are declared here by name, because no rule could tell from a form's code where it is shown. A test
holds that every template built on `base/public.html` is among them.
"""

import gettext
from collections.abc import Iterable, Iterator
from fnmatch import fnmatch
from functools import cache
from pathlib import Path
from types import ModuleType

import allauth
import django
from django.conf import settings
from django.utils.translation import to_locale

from imbizo.base.translations.messages import Message, in_file

PACKAGE = Path(__file__).parents[2]
# Where each text stands: a text, and the files that hold it.
Found = dict[Message, set[str]]

SOURCES = (
    "*/**/*.py",
    "*/templates/**/*.html",
    "*/templates/**/*.txt",
    "programmes/processes/*.yaml",
    "convening/designs/*.yaml",
    "agreements/clauses/*.yaml",
)
# The page that shows every part to those who build pages is English on purpose.
LEFT_OUT = ("base/showcase.py", "base/templates/base/components.html", "*/migrations/*")

# What people without an account, or before they are signed in, come to see. Names are relative to the package.
PUBLIC = (
    "*/templates/*/public/*",
    "*/views/public.py",
    "accounts/forms.py",
    "accounts/templates/accounts/locked_out.html",
    "actors/forms/requests.py",
    "actors/operations/requests.py",
    "actors/queries/subjects.py",
    "actors/states.py",
    "agreements/queries/becoming.py",
    "agreements/queries/telling.py",
    "base/errors.py",
    "base/forms/fields.py",
    "base/forms/idempotent.py",
    "base/forms/versioned.py",
    "base/limits.py",
    "base/sentences.py",
    "base/templates/403_csrf.html",
    "base/templates/???.html",
    "base/templates/account/*",
    "base/templates/allauth/layouts/entrance.html",
    "base/templates/base/brand.html",
    "base/templates/base/foot.html",
    "base/templates/base/forms/*",
    "base/templates/base/languages.html",
    "base/templates/base/link_closed.html",
    "base/templates/base/notices.html",
    "base/templates/base/public*.html",
    "base/templates/base/root.html",
    "base/templates/base/sign_in.html",
    "base/templates/base/too_many.html",
    "base/templates/django/*",
    "base/templates/mfa/authenticate.html",
    "base/templates/offline.html",
    "config/settings.py",
    "convening/exports/for_people.py",
    "convening/forms/answering.py",
    "convening/operations/poll_letters.py",
    "convening/operations/said_by_sms.py",
    "convening/operations/votes_by_sms.py",
    "convening/operations/word_back.py",
    "convening/queries/own_page.py",
    "convening/queries/became.py",
    "convening/queries/said.py",
    "convening/queries/telling.py",
    "convening/states.py",
    "convening/views/answering.py",
    "convening/views/applying.py",
    "convening/views/group_phone.py",
    "convening/views/guessing.py",
    "convening/views/said.py",
    "convening/views/testing.py",
    "convening/views/voting.py",
    "drafting/queries/becoming.py",
    "evidence/queries/becoming.py",
    "messaging/operations/stopping.py",
    "messaging/states.py",
    "programmes/errors.py",
    "programmes/forms/fields.py",
    "programmes/forms/members.py",
    "programmes/rules/joining.py",
    "programmes/rules/roles.py",
    "programmes/templates/programmes/invitation*.html",
    "thread/operations/public_links.py",
)

# Modules and templates of others whose texts reach our users, for languages that these don't speak themselves.
DJANGO = (
    "contrib/auth/password_validation.py",
    "core/validators.py",
    "forms/fields.py",
    "forms/forms.py",
    "forms/models.py",
    "template/defaultfilters.py",
    "utils/dates.py",
    "utils/timesince.py",
)
ALLAUTH = (
    "account/adapter.py",
    "account/forms.py",
    "account/internal/**/*.py",
    "account/fields.py",
    "mfa/adapter.py",
    "mfa/base/*.py",
    "mfa/recovery_codes/*.py",
    "mfa/totp/*.py",
    "templates/account/**/*",
    "templates/mfa/**/*",
)
# Where these packages keep their translations.
CATALOGUES = ("locale", "conf/locale", "contrib/auth/locale")
# Ways to sign in and sign up that this installation doesn't offer, and pages that we draw ourselves.
NOT_OFFERED = (
    "*account_already_exists*",
    "*email_change*.html",
    "*passkey*",
    "*password_reset_code*",
    "*phone*",
    "*signup*",
    "*trust*",
    "*unknown_account*",
    "*warn_no_email*",
    "*webauthn*",
)


@cache
def own(*, only_public: bool = False) -> Found:
    """Every text of the product, or those alone that people without an account may see."""
    return _collected((path, PACKAGE) for path in own_files() if not only_public or is_public(name_of(path)))


def own_files() -> Iterator[Path]:
    """Every file of the package that may hold texts, in order."""
    files = {path for pattern in SOURCES for path in PACKAGE.glob(pattern)}
    return (path for path in sorted(files) if not matches(name_of(path), LEFT_OUT))


def name_of(path: Path) -> str:
    """The file's name relative to the package, with slashes."""
    return path.relative_to(PACKAGE).as_posix()


def is_public(name: str) -> bool:
    """Whether people without an account may see the texts of the file."""
    return matches(name, PUBLIC)


def lacking(language: str) -> Found:
    """The texts of Django and of allauth that our users meet and that these don't have in the language."""
    return {
        message: places
        for package, found in ((django, _of_django()), (allauth, _of_allauth()))
        for message, places in found.items()
        if message.text not in _spoken(package, language)
    }


def wanted(language: str) -> Found:
    """Every text that the language's catalogue must have."""
    found = own(only_public=language not in settings.STAFF_LANGUAGES)
    return {
        message: found.get(message, set()) | places for message, places in lacking(language).items()
    } | found


@cache
def _of_django() -> Found:
    return _collected((path, folder.parent) for folder, path in _files_of(django, DJANGO))


@cache
def _of_allauth() -> Found:
    drawn = {_template(path) for path in own_files() if "templates" in path.parts}
    return _collected(
        (path, folder.parent)
        for folder, path in _files_of(allauth, ALLAUTH)
        if not matches(path.as_posix(), NOT_OFFERED) and _template(path) not in drawn
    )


def _template(path: Path) -> str:
    """The name by which Django finds the template; for other files their whole path."""
    return path.as_posix().partition("/templates/")[2] or path.as_posix()


def _files_of(package: ModuleType, patterns: Iterable[str]) -> Iterator[tuple[Path, Path]]:
    folder = Path(str(package.__file__)).parent
    files = {
        path
        for pattern in patterns
        for path in folder.glob(pattern)
        if path.suffix in {".py", ".html", ".txt"}
    }
    return ((folder, path) for path in sorted(files))


def _collected(files: Iterable[tuple[Path, Path]]) -> Found:
    found: Found = {}
    for path, root in files:
        for message in in_file(path):
            found.setdefault(message, set()).add(path.relative_to(root).as_posix())
    return found


def matches(name: str, patterns: Iterable[str]) -> bool:
    """Whether one of the patterns fits the name; `*` fits slashes too."""
    return any(fnmatch(name, pattern) for pattern in patterns)


@cache
def _spoken(package: ModuleType, language: str) -> frozenset[str]:
    """What the package's own catalogues say in the language."""
    folder = Path(str(package.__file__)).parent
    return frozenset(text for name in CATALOGUES for text in _texts_of(folder / name, language))


def _texts_of(folder: Path, language: str) -> Iterator[str]:
    catalogue = gettext.translation("django", folder, [to_locale(language)], fallback=True)
    for key in getattr(catalogue, "_catalog", {}):
        # The catalogue's own keys: a plural's is a pair, a context stands before the text with this character between.
        text = key[0] if isinstance(key, tuple) else key
        yield text.rpartition("\x04")[2]
