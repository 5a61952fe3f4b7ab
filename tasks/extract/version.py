"""The version of the extractor: it changes whenever what it gives could."""

import hashlib
from functools import cache
from importlib.metadata import version
from pathlib import Path

RULES = "rules"
"""The pipeline without a trained model."""


@cache
def extractor_version(model: str | None) -> str:
    """Model and a digest of the rules' source and data; does not load spaCy."""
    folder = Path(__file__).parent
    digest = hashlib.sha256(version("spacy").encode())
    for path in sorted([*folder.glob("*.py"), *folder.glob("data/*.json")]):
        digest.update(path.read_bytes())
    return f"{model or RULES}+{digest.hexdigest()[:12]}"
