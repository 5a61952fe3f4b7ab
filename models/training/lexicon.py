"""The lemmas of words that the treebanks know: what no script can tell (*mice*, *him*, *Jan.*, *jeans*).

Guarantees: a pair of word and tag has one where it was seen ``LEAST`` times and its lemma was nearly always the same.
"""

import json
from collections import Counter, defaultdict
from collections.abc import Iterable
from pathlib import Path

from models.training.tokens import Row
from tasks.extract.heads_lemmas import apply_script, lexicon_key

LEAST, SHARE = 2, 0.9


def take_lexicon(rows: Iterable[Row]) -> dict[str, str]:
    """Lemma by ``lexicon_key``."""
    seen: dict[str, Counter[str]] = defaultdict(Counter)
    for row in rows:
        for form, tag, script in zip(row["words"], row.get("tags", ()), row.get("lemmas", ()), strict=False):
            if tag is not None and script is not None:
                seen[lexicon_key(form, tag)][apply_script(script, form)] += 1
    best = {key: (*counts.most_common(1)[0], counts.total()) for key, counts in sorted(seen.items())}
    return {key: lemma for key, (lemma, count, total) in best.items() if total >= LEAST and count >= SHARE * total}


def write_lexicon(path: Path, lemmas: dict[str, str]) -> None:
    """As JSON, beside a run's weights."""
    path.write_text(json.dumps(lemmas, ensure_ascii=False), encoding="utf-8")
