"""Sentences that are said twice."""

from tasks.dedupe.passages import Passage, repeated_sentences, shared_sentences, speak


def test_a_headline_that_the_lead_repeats_is_a_passage() -> None:
    sentences = speak(
        [
            (0, "Harbour master shuts Oldwick harbour until Friday"),
            (1, "The harbour master shuts Oldwick harbour until Friday, when the wreck will have been raised."),
            (2, "Nobody was hurt when the ferry struck it."),
        ]
    )
    assert repeated_sentences(sentences) == [Passage(0, 1, 1.0)]


def test_a_statement_quoted_by_two_texts_is_found_whatever_stands_around_it() -> None:
    one = speak([(1, "“The wreck will be raised before the end of the week,” the harbour master said.")])
    other = speak(
        [(4, "It rained."), (5, "He told the council that the wreck will be raised before the end of the week.")]
    )
    assert shared_sentences(one, other) == [Passage(1, 5, 11 / 15)]


def test_a_shared_name_is_no_passage() -> None:
    one = speak([(1, "Harbour master Ada van Holm spoke first.")])
    other = speak([(1, "Later harbour master Ada van Holm left early.")])
    assert shared_sentences(one, other) == []


def test_a_refrain_does_not_pair_every_line_with_every_line() -> None:
    assert repeated_sentences(speak([(n, "Read more about the harbour on our pages.") for n in range(1000)])) == []
