"""The version of the extractor: it changes whenever what it gives could."""

import hashlib
from functools import cache
from importlib.metadata import version
from pathlib import Path

RULES = "rules"
"""The name of the pipeline without a trained model: tokens and sentences by rule."""
SHIPPED = Path(__file__).parents[2] / "models" / "en_dateline"
"""The pipeline that comes with the product."""


@cache
def extractor_version(model: str | None) -> str:
    """Model and a digest of the rules' source and data, of the shipped model too; does not load spaCy."""
    folder = Path(__file__).parent
    digest = hashlib.sha256(version("spacy").encode())
    files = sorted([*folder.glob("*.py"), *folder.glob("data/*.*")])
    if model is None:
        files += sorted(path for path in SHIPPED.rglob("*") if path.is_file())
    for path in files:
        digest.update(path.read_bytes())
    return f"{model or SHIPPED.name}+{digest.hexdigest()[:12]}"
