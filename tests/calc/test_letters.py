"""Whatever strangers send is read as far as it can be."""

from hypothesis import given
from hypothesis import strategies as st

from imbizo.calc import bounces, letters

_HEADERS = (
    "From",
    "Subject",
    "Message-ID",
    "References",
    "Content-Type",
    "Content-Transfer-Encoding",
    "Status",
)
_VALUES = st.one_of(
    st.sampled_from(
        (
            "multipart/report; boundary=b",
            "multipart/mixed",
            "message/delivery-status",
            "message/rfc822",
            "text/html; charset=utf-16",
            "text/plain; charset*=x''%ff",
            "base64",
            "x-uuencode",
            "=?utf-8?B?/w==?= <",
            "<<>>,;:",
        )
    ),
    st.text(max_size=40),
)


@given(
    st.lists(st.tuples(st.sampled_from(_HEADERS), _VALUES), max_size=8),
    st.one_of(
        st.binary(max_size=300),
        st.just(b"--b\r\nContent-Type: message/delivery-status\r\n\r\nFinal-Recipient: x\r\n--b--"),
    ),
)
def test_no_mail_is_too_broken_to_read(headers: list[tuple[str, str]], body: bytes) -> None:
    head = "".join(f"{name}: {value}\r\n" for name, value in headers).encode("utf-8", "surrogatepass")
    mail = letters.parse(head + b"\r\n" + body)
    letters.read(mail)
    bounces.read(mail, sender="")


@given(st.text(max_size=200))
def test_nothing_is_added_to_what_somebody_wrote(text: str) -> None:
    assert (
        letters.without_quoted(text) in "\n".join(text.splitlines())
        or letters.without_quoted(text) == text.strip()
    )


def test_a_signature_is_left_out() -> None:
    assert letters.without_signature("Yes\nSent from my iPhone") == "Yes"


def test_a_very_long_quoted_mail_is_read_at_once() -> None:
    assert letters.without_quoted("Yes\n" + "> and\nso\n" * 30_000).startswith("Yes")
