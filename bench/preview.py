"""The exact cost of a personalised text in three languages for 100,000 recipients, against a bare loop over the texts.

The bare loop is the plainest way to the same number of parts: it fills each text with Python's own `format_map` and
counts it with `sms.size`, and does no more. Ours also says how many get how many parts, the longest text, the
encodings and whose text is incomplete; what it would save to replace costly characters is measured beside it, and so
is all of it from a register in a database: whom the campaign reaches and why not the others, and every person's text.
"""

import os
import random
from collections.abc import Iterator

from bench._audience import campaign_to, people
from bench._names import name as invented
from bench.harness import database, ratio, say, timed, timed_in_turn
from imbizo.calc import sms, wording
from imbizo.calc.wording import Template

RECIPIENTS = int(os.environ.get("BENCH_ROWS", "100000"))
PLACES = 400
# isiXhosa travels in septets; the Afrikaans has a ê and the English a curly apostrophe, as texts from Word do.
TEXTS = {
    "en": "Dear {name}, you’re invited to the workshop of {place} on Thursday 26 July at 09:00. Reply YES {code}.",
    "af": "Beste {name}, u word genooi na die werkswinkel van {place} op Donderdag 26 Julie om 09:00. Antwoord JA "
    "{code}, of sê ons wat u verhinder. Die munisipaliteit betaal u taxi en daar is middagete vir almal.",
    "xh": "Mnu/Nks {name}, uyamenywa kwindibano yase {place} ngoLwesine umhla wama-26 kuJulayi ngo-09:00. Phendula EWE "
    "{code}. Umasipala uyayihlawula iteksi yakho, kwaye kuya kubakho isidlo sasemini kumntu wonke.",
}
Recipient = tuple[str, dict[str, str]]


def main() -> None:
    recipients = list(_recipients(random.Random(7)))  # noqa: S311 - the same people each time
    templates = {language: Template(text) for language, text in TEXTS.items()}
    measured = wording.measure(templates, recipients)
    if list(measured.parts) != _bare(recipients):
        raise SystemExit("The two ways to count don't agree.")
    print(f"{RECIPIENTS:,} recipients, {measured.total:,} parts, {len(measured.samples):,} kinds of text")
    bare, ours, saved = timed_in_turn(
        lambda: _bare(recipients),
        lambda: wording.measure(templates, recipients),
        lambda: wording.savings(measured),
        repeats=10,
        warm=1,
    )
    say("bare loop, fill and count", bare)
    say("measured", ours)
    say("savings", saved)
    _from_the_database(recipients)
    ratio(bare.total / ours.total, "a bare loop that fills and counts the same texts")


def _from_the_database(recipients: list[Recipient]) -> None:
    """The same people in a register, each with a number and a basis: the whole of what the page of a campaign asks."""
    texts = {language: text.replace("{code}", "12345") for language, text in TEXTS.items()}
    with database() as vendor:
        campaign = campaign_to(people(random.Random(7), recipients), texts)  # noqa: S311 - the same ids each time
        from imbizo.outreach.queries.counting import count

        found = count(campaign)
        if found.people != RECIPIENTS:
            raise SystemExit(f"{found.people} of them would be reached.")
        say(f"audience, texts and cost from {vendor}", timed(lambda: count(campaign), 5, warm=1))


def _bare(recipients: list[Recipient]) -> list[int]:
    return [sms.size(TEXTS[language].format_map(values)).parts for language, values in recipients]


def _recipients(chance: random.Random) -> Iterator[Recipient]:
    """One in twenty has a letter in the name or place that septets lack; each has a code of their own."""
    places = [_accented(chance, invented(chance)) for _place in range(PLACES)]
    for number in range(RECIPIENTS):
        given = _accented(chance, f"{invented(chance)} {invented(chance)}")
        code = f"{number:06}"
        yield chance.choice(tuple(TEXTS)), {"name": given, "place": chance.choice(places), "code": code}


def _accented(chance: random.Random, word: str) -> str:
    return word.replace("o", "ô").replace("e", "ë") if chance.random() < 1 / 20 else word


if __name__ == "__main__":
    main()
