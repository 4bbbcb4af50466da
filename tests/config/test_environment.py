"""The settings module refuses bad values with a sentence, and every setting is documented."""

from pathlib import Path

import pytest

from imbizo.config.environment import BadSetting, documentation, load, read_keys

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("IMBIZO_DEBUG", "perhaps"),
        ("IMBIZO_ORIGIN", "imbizo.example.org"),
        ("IMBIZO_PROXIES", "-1"),
        ("IMBIZO_TIME_ZONE", "Africa/Nowhere"),
        ("IMBIZO_SECRET_KEYS", "short"),
        ("DATABASE_URL", "mysql://somewhere/x"),
        ("IMBIZO_LANGUAGE", "tlh"),
        ("IMBIZO_LOG", "xml"),
        ("IMBIZO_INBOUND_MAIL", "smtp://nowhere"),
    ],
)
def test_a_bad_value_is_refused_by_name(name: str, value: str) -> None:
    with pytest.raises(BadSetting, match=name):
        load({name: value})


def test_demo_passwords_never_serve_another_machine() -> None:
    with pytest.raises(BadSetting, match="IMBIZO_DEMO"):
        load({"IMBIZO_DEMO": "true", "IMBIZO_ORIGIN": "https://imbizo.example.org"})


def test_defaults_need_no_setting_at_all() -> None:
    assert load({}).language == "en"


def test_every_setting_is_documented_as_it_stands_in_the_code() -> None:
    page = (ROOT / "docs/operator/settings.md").read_text(encoding="utf-8")
    missing = [name for name, default, text in documentation() if f"`{name}`" not in page or text not in page]
    assert missing == []


def test_two_starts_read_one_key(tmp_path: Path) -> None:
    assert read_keys(tmp_path / "keys/secret") == read_keys(tmp_path / "keys/secret")


def test_a_key_file_is_readable_by_its_owner_alone(tmp_path: Path) -> None:
    read_keys(tmp_path / "secret")
    assert (tmp_path / "secret").stat().st_mode & 0o777 == 0o600
