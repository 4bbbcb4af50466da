"""Every setting that an installation can change: one typed place that refuses bad values.

`load(os.environ)` returns an `Environment`; a value that can't be used raises `BadSetting`, whose text is a
sentence for the operator. The help of each field is the documentation: `docs/operator/settings.md` is made from it.
"""

import dataclasses
import os
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

LANGUAGES = ("en", "af", "xh", "st", "sn", "fr", "so")
_TRUE, _FALSE = {"1", "true", "yes", "on"}, {"0", "false", "no", "off"}


class BadSetting(ValueError):
    """A setting has a value that can't be used. The text names the setting and says how to mend it."""


def _text(value: str) -> str:
    return value


def _boolean(value: str) -> bool:
    if value.lower() in _TRUE | _FALSE:
        return value.lower() in _TRUE
    raise ValueError("use true or false")


def _words(value: str) -> tuple[str, ...]:
    return tuple(word.strip() for word in value.split(",") if word.strip())


def _count(value: str) -> int:
    if not value.isdecimal():
        raise ValueError("use a whole number, 0 or more")
    return int(value)


def _folder(value: str) -> Path:
    return Path(value).expanduser().resolve()


def _optional_folder(value: str) -> Path | None:
    return _folder(value) if value else None


def _optional_certificates(value: str) -> Path | None:
    path = _folder(value) if value else None
    if path is not None and not (path.is_file() and b"BEGIN CERTIFICATE" in path.read_bytes()):
        raise ValueError("use the path of a file with certificates, as PEM")
    return path


def _one_of(*allowed: str) -> Callable[[str], str]:
    def parse(value: str) -> str:
        if value not in allowed:
            raise ValueError("use one of " + ", ".join(allowed))
        return value

    return parse


def _zone(value: str) -> str:
    try:
        ZoneInfo(value)
    except (KeyError, ValueError, OSError) as error:
        raise ValueError("use the name of a time zone, such as Africa/Johannesburg") from error
    return value


def _origin(value: str) -> str:
    parts = urlsplit(value)
    if parts.scheme not in {"http", "https"} or not parts.netloc or parts.path.strip("/"):
        raise ValueError("use the address that people type, such as https://imbizo.example.org")
    return value.rstrip("/")


def _address(*schemes: str) -> Callable[[str], str]:
    def parse(value: str) -> str:
        if value and urlsplit(value).scheme not in schemes:
            raise ValueError("use an address that begins with " + ", ".join(f"{s}://" for s in schemes))
        return value

    return parse


def _listener(value: str) -> str:
    parts = urlsplit(value)
    try:
        is_whole = parts.scheme == "smtp" and parts.hostname is not None and parts.port is not None
    except ValueError:
        is_whole = False
    if value and not is_whole:
        raise ValueError("use an address and a port to listen at, such as smtp://127.0.0.1:8025")
    return value


def _keys(value: str) -> tuple[str, ...]:
    keys = _words(value)
    if any(len(key) < 32 for key in keys):
        raise ValueError("each key needs 32 characters or more")
    return keys


def _setting(name: str, default: str, parse: Callable[[str], Any], text: str) -> Any:
    return field(metadata={"name": name, "default": default, "parse": parse, "help": text})


@dataclass(frozen=True, kw_only=True)
class Environment:
    """The settings of one installation, parsed. Each field's metadata holds its variable, default and help."""

    data: Path = _setting(
        "IMBIZO_DATA",
        "var",
        _folder,
        "The folder for everything that must be kept: the SQLite file, uploaded files, keys, backups.",
    )
    debug: bool = _setting(
        "IMBIZO_DEBUG",
        "false",
        _boolean,
        "Shows technical error pages. For developers; never on a real site.",
    )
    demo: bool = _setting(
        "IMBIZO_DEMO",
        "false",
        _boolean,
        "Practice mode: demo programmes with known passwords. The site then serves on this machine alone.",
    )
    origin: str = _setting(
        "IMBIZO_ORIGIN",
        "http://127.0.0.1:8000",
        _origin,
        "The address that people type. With https, cookies and redirects insist on it.",
    )
    hosts: tuple[str, ...] = _setting(
        "IMBIZO_HOSTS",
        "",
        _words,
        "Further host names that the site answers to, with commas between them. The origin's is always one.",
    )
    proxies: int = _setting(
        "IMBIZO_PROXIES",
        "0",
        _count,
        "How many proxies stand before the site. Their forwarded addresses are believed, no others.",
    )
    database: str = _setting(
        "DATABASE_URL",
        "",
        _address("sqlite", "postgres", "postgresql"),
        "The database. Empty means a SQLite file in the data folder; "
        "postgres://user:password@host/name is PostgreSQL.",
    )
    cache: str = _setting(
        "IMBIZO_CACHE_URL",
        "",
        _address("redis", "rediss"),
        "A Redis server for the shared cache. Empty keeps the cache in the database.",
    )
    tasks: str = _setting(
        "IMBIZO_TASKS_URL",
        "",
        _address("redis", "rediss"),
        "A Redis server that carries the tasks, where one machine isn't enough: then start as many workers as there "
        "is work. Empty keeps the tasks in the database.",
    )
    secret_keys: tuple[str, ...] = _setting(
        "IMBIZO_SECRET_KEYS",
        "",
        _keys,
        "Keys that sign cookies and links: the first signs, all verify. Empty reads keys/secret in the data folder.",
    )
    hash_keys: tuple[str, ...] = _setting(
        "IMBIZO_HASH_KEYS",
        "",
        _keys,
        "Keys of the hashes that keep opted-out numbers. The first writes, all are looked up: never drop one. "
        "Empty reads keys/hash in the data folder.",
    )
    mail: str = _setting(
        "IMBIZO_MAIL_URL",
        "",
        _address("smtp", "smtp+tls", "smtp+ssl", "file", "console"),
        "Where mail goes: smtp+tls://user:password@host:587. Empty writes each mail as a file in the data folder.",
    )
    mail_from: str = _setting(
        "IMBIZO_MAIL_FROM", "Imbizo <imbizo@localhost>", _text, "The sender of sign-in codes and invitations."
    )
    inbound_mail: str = _setting(
        "IMBIZO_INBOUND_MAIL",
        "",
        _listener,
        "Where mail that answers ours, and returned mail, is taken in: smtp://127.0.0.1:8025, to which your mail "
        "server passes it on. Only mail to the addresses of gateways is taken. Empty takes in none.",
    )
    gateway_hosts: tuple[str, ...] = _setting(
        "IMBIZO_GATEWAY_HOSTS",
        "",
        _words,
        "Hosts inside your own network that gateways may connect to, with commas between them, as the gateway names "
        "them: 127.0.0.1 for a Kannel on this machine. All others must have a public address.",
    )
    contact: str = _setting(
        "IMBIZO_CONTACT",
        "",
        _text,
        "Whom people ask for help, and researchers tell of a weakness: shown at the foot of each page.",
    )
    language: str = _setting(
        "IMBIZO_LANGUAGE",
        "en",
        _one_of("en", "af", "xh"),
        "The language of pages before a person has chosen one.",
    )
    time_zone: str = _setting(
        "IMBIZO_TIME_ZONE", "Africa/Johannesburg", _zone, "The zone of times outside any programme."
    )
    upload_limit: int = _setting(
        "IMBIZO_UPLOAD_LIMIT_MB", "25", _count, "The largest file that may be uploaded, in megabytes."
    )
    timestamps: str = _setting(
        "IMBIZO_TIMESTAMPS_URL",
        "",
        _address("https", "http"),
        "An authority of timestamps (RFC 3161) that confirms when an agreement was signed here; only a hash is sent to "
        "it. Empty asks none: the time of a signature is then this machine's clock.",
    )
    timestamp_roots: Path | None = _setting(
        "IMBIZO_TIMESTAMPS_ROOTS",
        "",
        _optional_certificates,
        "A file with the root certificates (PEM) of authorities whose timestamps are believed, also those that "
        "signatories bring from elsewhere. Empty believes none: timestamps are then kept and not relied on.",
    )
    log: str = _setting(
        "IMBIZO_LOG", "json", _one_of("json", "text"), "The form of log lines. Neither holds personal data."
    )
    log_level: str = _setting(
        "IMBIZO_LOG_LEVEL", "info", _one_of("debug", "info", "warning", "error"), "How much is logged."
    )
    assets: Path | None = _setting(
        "IMBIZO_ASSETS",
        "",
        _optional_folder,
        "The folder of front-end packages. Empty uses those in the wheel, or vendor in the data folder.",
    )

    @property
    def keys_folder(self) -> Path:
        return self.data / "keys"

    @property
    def is_https(self) -> bool:
        return self.origin.startswith("https:")


def load(variables: Mapping[str, str]) -> Environment:
    """Parse the variables. Raises BadSetting for the first value that can't be used."""
    values = {f.name: _parse(f, variables) for f in dataclasses.fields(Environment)}
    environment = Environment(**values)
    if environment.demo and not _is_loopback(environment.origin):
        raise BadSetting(
            "IMBIZO_DEMO has known passwords, so IMBIZO_ORIGIN must be on this machine (127.0.0.1)."
        )
    return environment


def documentation() -> list[tuple[str, str, str]]:
    """(variable, default, help) of every setting, in order."""
    return [
        (f.metadata["name"], f.metadata["default"], f.metadata["help"])
        for f in dataclasses.fields(Environment)
    ]


def read_keys(path: Path) -> tuple[str, ...]:
    """The keys in a file, one a line, newest first; a new file with one fresh key where there is none."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        _write_first_key(path)
    return tuple(path.read_text(encoding="utf-8").split())


def _write_first_key(path: Path) -> None:
    # Two processes may start at once: the link is atomic, so that both end up reading the same key.
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    draft.touch(mode=0o600)
    draft.write_text(secrets.token_urlsafe(48) + "\n", encoding="utf-8")
    try:
        os.link(draft, path)
    except FileExistsError:
        return
    finally:
        draft.unlink()


def _parse(setting: "dataclasses.Field[Any]", variables: Mapping[str, str]) -> Any:
    name, raw = setting.metadata["name"], variables.get(setting.metadata["name"], "").strip()
    try:
        return setting.metadata["parse"](raw or setting.metadata["default"])
    except ValueError as error:
        raise BadSetting(f"{name}={raw!r} can't be used: {error}.") from error


def _is_loopback(origin: str) -> bool:
    return urlsplit(origin).hostname in {"127.0.0.1", "localhost", "::1"}
