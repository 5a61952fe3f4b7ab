"""Every record that an article holds.

Guarantees: an article's records do not depend on its neighbours; every record's words are what
its offsets say; a rule that fails costs its own records of that article, as a ``Rejection``.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from spacy.language import Language

from tasks.extract.citations import find_citations
from tasks.extract.context import MAX_CHARS, Context, read_context
from tasks.extract.dates import find_dates
from tasks.extract.event_records import event_records
from tasks.extract.event_statements import statement_acts
from tasks.extract.events import find_acts
from tasks.extract.names import entities, find_names, name_mentions
from tasks.extract.quantities import find_quantities
from tasks.extract.quote_times import after_events
from tasks.extract.quotes import find_quotes
from tasks.extract.references import find_references, meant_by_words, reference_mentions
from tasks.extract.role_descriptions import described_roles
from tasks.extract.roles import find_roles, role_records
from tasks.faults import fault_point
from tasks.records import Extraction, Parsed, Rejection, Stage

LANGUAGE = "en"
"""The language that the rules are for; of a text in another, only the sentences are kept."""


def extract_articles(nlp: Language, parsed: Iterable[Parsed]) -> Iterator[Extraction]:
    """Analyse each article by itself."""
    for item in parsed:
        fault_point("extract:article")
        yield extract_article(nlp, item)


def extract_article(nlp: Language, parsed: Parsed) -> Extraction:
    """The records of one article."""
    rejected: list[Rejection] = []
    location = parsed.article.location

    def attempt(name: str, find: Callable[[], list[Any]]) -> tuple[Any, ...]:
        try:
            return tuple(find())
        except Exception as error:  # a rule's fault must not cost the article
            detail = f"{type(error).__name__}: {error}"[:500]
            rejected.append(Rejection(location, Stage.EXTRACT, f"{name}-failed", detail))
            return ()

    contexts: tuple[Context, ...] = attempt("sentences", lambda: [read_context(nlp, parsed)])
    if not contexts:
        return Extraction(parsed.article.article_id, rejections=tuple(rejected))
    context = contexts[0]
    if len(parsed.article.full_text) > MAX_CHARS:
        detail = f"analysed up to character {MAX_CHARS} of {len(parsed.article.full_text)}"
        rejected.append(Rejection(location, Stage.EXTRACT, "text-cut", detail))
    if parsed.article.language not in (None, LANGUAGE):
        return Extraction(parsed.article.article_id, sentences=context.sentences, rejections=tuple(rejected))
    names = attempt("names", lambda: find_names(context))
    held = attempt("roles", lambda: find_roles(context, names))
    references = attempt("references", lambda: find_references(context, names, held))
    offices = (*held, *attempt("descriptions", lambda: described_roles(context, references, names, held)))
    dates = attempt("dates", lambda: find_dates(context))
    quotes = attempt("quotes", lambda: find_quotes(context, dates, names, references))
    acts = attempt("acts", lambda: find_acts(context, names, references, dates, quotes, held))
    stated = attempt("statements", lambda: statement_acts(context, quotes, names, dates))
    told_by = {act.trigger for act in acts}
    told = attempt(
        "events", lambda: [event_records(context, [*acts, *(s for s in stated if s.trigger not in told_by)])]
    )
    events, event_mentions = told[0] if told else ((), ())
    quotes = attempt("speech-times", lambda: after_events(context, quotes, events, event_mentions)) or quotes
    return Extraction(
        parsed.article.article_id,
        sentences=context.sentences,
        mentions=attempt(
            "mentions", lambda: [*name_mentions(context, names), *reference_mentions(context, references)]
        ),
        entities=attempt("entities", lambda: entities(context, names)),
        roles=attempt("roles", lambda: role_records(context, offices, names, dates, meant_by_words(references))),
        dates=dates,
        quotes=quotes,
        citations=attempt("citations", lambda: find_citations(context, names, references, offices, quotes)),
        quantities=attempt("quantities", lambda: find_quantities(context, dates, quotes)),
        events=tuple(events),
        event_mentions=tuple(event_mentions),
        rejections=tuple(rejected),
    )
