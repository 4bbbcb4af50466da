"""Date polls (engagement.md section 6): which date wins, and what a text message votes for."""

from datetime import date
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imbizo.calc.polls import Answer, NoWinner, Option, Out, Ranking, rank
from imbizo.calc.pollwords import WORDS, Problem, Trouble, Vote, label, parse_vote

YES, MAYBE, NO = Answer.YES, Answer.IF_NEEDED, Answer.NO
OPTIONS = [Option(name, date(2026, 7, day)) for name, day in (("A", 26), ("B", 27), ("C", 28))]
ANSWERS = {"y": YES, "i": MAYBE, "n": NO}
Votes = dict[str, dict[str, Answer]]


def votes(**said: str) -> Votes:
    """`ann="yn-"`: yes to A, no to B, nothing about C."""
    return {
        voter: {name: ANSWERS[char] for name, char in zip("ABC", text, strict=False) if char != "-"}
        for voter, text in said.items()
    }


def winners(ranking: Ranking[str, str]) -> str:
    return "".join(option.id for option in ranking.winners)


def test_the_date_with_most_yes_wins() -> None:
    assert winners(rank(OPTIONS, votes(ann="yyn", ben="nyn", cas="iin"))) == "B"


def test_on_a_tie_more_if_need_be_wins() -> None:
    assert winners(rank(OPTIONS, votes(ann="yyn", ben="nin"))) == "B"


def test_on_a_second_tie_the_date_with_fewer_must_have_people_absent_wins() -> None:
    said = votes(ann="yn-", ben="ny-", mayor="ny-", cas="yn-")
    assert winners(rank(OPTIONS, said, must_have=["mayor"])) == "B"


def test_a_must_have_person_who_is_silent_is_counted_as_absent() -> None:
    ranking = rank(OPTIONS, votes(ann="yn-", ben="ny-"), must_have=["mayor"])
    assert [tally.absent for tally in ranking.tallies[:2]] == [("mayor",), ("mayor",)]


def test_on_a_third_tie_all_tied_dates_come_out_and_share_a_place() -> None:
    ranking = rank(OPTIONS, votes(ann="yyi"))
    assert (winners(ranking), ranking.is_tied, [tally.place for tally in ranking.tallies]) == (
        "AB",
        True,
        [1, 1, 3],
    )


def test_a_date_refused_by_all_who_voted_cannot_win() -> None:
    ranking = rank(OPTIONS, votes(ann="ni-", ben="nn-"))
    assert {tally.option.id: tally.out for tally in ranking.tallies} == {
        "A": Out.REFUSED, "B": None, "C": Out.UNANSWERED,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("options", "said", "reason"),
    [
        ([], votes(ann="y"), NoWinner.NO_OPTIONS),
        ([Option("A", date(2026, 7, 26), is_withdrawn=True)], votes(ann="y"), NoWinner.NO_OPTIONS),
        (OPTIONS, {}, NoWinner.NO_VOTERS),
        (OPTIONS, votes(ann="", ben="---"), NoWinner.NO_VOTERS),
        (OPTIONS, votes(ann="nnn", ben="nn-"), NoWinner.ALL_REFUSED),
    ],
)
def test_a_poll_without_a_winner_says_why(options: list[Option[str]], said: Votes, reason: NoWinner) -> None:
    ranking = rank(options, said)
    assert (ranking.winners, ranking.reason) == ((), reason)


def test_withdrawing_a_date_keeps_the_other_votes() -> None:
    said = votes(ann="yyn", ben="yin")
    left = [Option("A", date(2026, 7, 26), is_withdrawn=True), *OPTIONS[1:]]
    ranking = rank(left, said)
    counts = {tally.option.id: (tally.yes, tally.if_needed, tally.no) for tally in ranking.tallies}
    assert (winners(ranking), counts) == ("B", {"B": (1, 1, 0), "C": (0, 0, 2), "A": (2, 0, 0)})


def test_the_silent_are_those_who_may_vote_and_left_the_date_open() -> None:
    ranking = rank(OPTIONS, votes(ann="y--", ben="", cas="yy-"), must_have=["mayor"])
    assert {tally.option.id: tally.silent for tally in ranking.tallies} == {"A": 2, "B": 3, "C": 4}


@given(
    st.dictionaries(
        st.sampled_from("abcdefgh"), st.dictionaries(st.sampled_from("ABC"), st.sampled_from(Answer))
    ),
    st.randoms(),
)
def test_no_winner_has_fewer_yes_than_another_date_and_the_order_of_votes_does_not_count(
    said: Votes, random: Random
) -> None:
    ranking = rank(OPTIONS, said)
    shuffled = list(said.items())
    random.shuffle(shuffled)
    best = max((tally.yes for tally in ranking.tallies), default=0)
    assert ranking == rank(OPTIONS, dict(shuffled))
    assert all(tally.yes == best for tally in ranking.tallies if tally.place == 1)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("A yes, B no", "yn-"), ("1 3", "yny"), ("A", "ynn"), ("a ja b nee c miskien", "yni"), ("B ewe", "-y-"),
        ("none", "nnn"), ("NONE!", "nnn"), ("all", "yyy"), ("geen", "nnn"), ("Almal ja", "yyy"), ("All no.", "nnn"),
        ("A and B yes", "yy-"), ("A, B yes; C no", "yyn"), ("yes A B, no C", "yyn"), ("yes: A and C", "y-y"),
        ("A oui B si nécessaire C non", "yin"), ("1. yes 2. no 3. if need be", "yni"), ("A=yes\nB=no", "yn-"),
        ("a) YES b) NO", "yn-"), ("A yes, no B", "yn-"), ("A yes, rest no", "ynn"), ("the others maybe, 2 yes", "iyi"),
        ("A y B n", "yn-"), ("A ✓ B ❌", "yn-"), ("A 👍🏽", "y--"), ("1&3", "yny"), ("A, C please", "yny"),
        ("A yes A yes", "y--"), ("not A", "n--"), ("A hongu, B kwete", "yn-"), ("A haa B maya", "yn-"),
        ("C  ee", "--y"), ("all if needed", "iii"), ("A + C", "yny"),
    ],
)  # fmt: skip
def test_a_text_message_votes(text: str, said: str) -> None:
    wanted = tuple(ANSWERS.get(char) for char in said)
    assert parse_vote(text, 3) == Vote(wanted)


@pytest.mark.parametrize(
    ("text", "trouble", "about"),
    [
        ("", Trouble.EMPTY, ()), (" ... ", Trouble.EMPTY, ()), ("please", Trouble.EMPTY, ()),
        ("A yes A no", Trouble.CONTRADICTION, ("A",)), ("A yes, 2 no", Trouble.TWO_READINGS, ("A", "2")),
        ("all yes, B no", Trouble.CONTRADICTION, ("B",)), ("D yes", Trouble.OUT_OF_RANGE, ("D",)),
        ("1 4 9", Trouble.OUT_OF_RANGE, ("4", "9")), ("0", Trouble.OUT_OF_RANGE, ("0",)),
        ("13", Trouble.OUT_OF_RANGE, ("13",)), ("1-3", Trouble.TWO_READINGS, ("1-3",)),
        ("A+ B-", Trouble.TWO_READINGS, ("A+",)), ("A -, B +", Trouble.TWO_READINGS, ("A -",)),
        ("A yes B no C", Trouble.NO_ANSWER, ("C",)), ("yes", Trouble.NO_OPTION, ("yes",)),
        ("No", Trouble.NO_OPTION, ("no",)), ("A not yes", Trouble.NO_OPTION, ("yes",)),
        ("A yes but my colleague comes", Trouble.NOT_UNDERSTOOD, ("but", "my", "colleague", "comes")),
        ("A?", Trouble.NOT_UNDERSTOOD, ("?",)), ("A 🙅", Trouble.NOT_UNDERSTOOD, ("🙅",)),
        ("AB", Trouble.NOT_UNDERSTOOD, ("ab",)), ("A none", Trouble.TWO_READINGS, ("A", "none")),
        ("none yes", Trouble.TWO_READINGS, ("none",)), ("x" * 321, Trouble.TOO_LONG, ()),
    ],
)  # fmt: skip
def test_a_text_that_is_unclear_comes_back_as_a_problem(
    text: str, trouble: Trouble, about: tuple[str, ...]
) -> None:
    assert parse_vote(text, 3) == Problem(trouble, about)


def test_a_short_answer_that_is_also_an_option_is_not_guessed() -> None:
    assert parse_vote("A y B n", 26) == Problem(Trouble.TWO_READINGS, ("y", "n"))


@pytest.mark.parametrize(
    ("word", "answer"),
    [(word, answer) for answer, table in WORDS.items() for words in table.values() for word in words],
)
def test_every_listed_word_answers_as_its_list_says(word: str, answer: Answer) -> None:
    assert parse_vote(f"2 {word.upper()}", 3) == Vote((None, answer, None))


@given(st.lists(st.sampled_from([*Answer, None]), min_size=1, max_size=12).filter(any))
def test_whatever_is_written_with_letters_and_answers_is_read_back(answers: list[Answer | None]) -> None:
    words = {YES: "yes", MAYBE: "if need be", NO: "no"}
    text = ", ".join(f"{label(place)} {words[answer]}" for place, answer in enumerate(answers) if answer)
    assert parse_vote(text, len(answers)) == Vote(tuple(answers))


@given(st.text(max_size=60), st.integers(1, 26))
def test_any_text_is_a_vote_or_a_problem(text: str, count: int) -> None:
    said = parse_vote(text, count)
    assert isinstance(said, Problem) or len(said.answers) == count
