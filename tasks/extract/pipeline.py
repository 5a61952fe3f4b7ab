"""The spaCy pipeline that articles are analysed with, by name."""

import spacy
from spacy.language import Language

from tasks.extract import sentences as _sentences  # noqa: F401 (registers its factory)


class ModelError(ValueError):
    """The pipeline that was named is not there."""


def load_pipeline(name: str | None = None) -> Language:
    """The pipeline called ``name`` (a package or a path), or tokens and sentences by rule where None.

    Raises ``ModelError`` for a pipeline that is not installed.
    """
    if name is None:
        nlp = spacy.blank("en")
    else:
        try:
            nlp = spacy.load(name)
        except OSError as error:
            raise ModelError(f"no spaCy pipeline is installed as {name!r}") from error
    if "dateline_sentences" not in nlp.pipe_names and "parser" not in nlp.pipe_names:
        nlp.add_pipe("dateline_sentences", first=True)
    return nlp
