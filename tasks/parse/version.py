"""The version of the parser: it changes whenever what it gives could."""

import hashlib
from pathlib import Path


def _version() -> str:
    digest = hashlib.sha256()
    folder = Path(__file__).parent
    for path in sorted([*folder.glob("*.py"), *folder.glob("data/*.json")]):
        digest.update(path.read_bytes())
    return f"parser-{digest.hexdigest()[:12]}"


PARSER_VERSION = _version()
"""A digest of this folder's source and data: the same article is read anew when the rules have changed."""
