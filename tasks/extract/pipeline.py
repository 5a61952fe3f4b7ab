"""The spaCy pipeline that articles are analysed with, by name."""

import spacy
from spacy.language import Language

from tasks.extract import encoder, heads_entities, heads_speech, heads_syntax, sentences  # noqa: F401 (their factories)
from tasks.extract.version import RULES, SHIPPED

HEADS = ("dateline_encoder", "dateline_syntax", "dateline_entities", "dateline_speech")
"""The shipped pipeline's components, in order."""


class ModelError(ValueError):
    """The pipeline that was named is not there."""


def load_pipeline(name: str | None = None) -> Language:
    """The pipeline called ``name`` (a package, a path or ``RULES``), the shipped one where None.

    Raises ``ModelError`` for a pipeline that is not installed.
    """
    if name == RULES:
        nlp = spacy.blank("en")
    else:
        try:
            nlp = spacy.load(name or SHIPPED)
        except OSError as error:
            raise ModelError(f"no spaCy pipeline is installed as {name!r}") from error
    if not {"parser", "senter", "sentencizer", "dateline_syntax"}.intersection(nlp.pipe_names):
        nlp.add_pipe("dateline_sentences", first=True)
    return nlp
