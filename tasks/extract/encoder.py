"""The encoder: one call of a small transformer over each window of a text, all heads at once.

Guarantees: a text's vectors and scores are a function of that text and the model's files: one
window a call, so that neither neighbours in a batch nor the number of workers can move them
(quantised activations have one scale a call). ``doc.tensor`` holds a vector for every token,
zeros for white space; the heads' scores lie in ``doc.user_data`` until the last head takes
them. Loads nothing from the network.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from spacy.language import Language
from spacy.tokens import Doc

from tasks.extract.encoder_pieces import (
    NEW_LINE,
    NO_SPACE,
    SPACE,
    WINDOW_PIECES,
    WordPieces,
    Words,
    encode_window,
    encode_windows,
)

SCORES = "dateline_scores"
"""Key of ``doc.user_data``: the heads' scores, a row for each word (``Scores``)."""
KEPT = "dateline_words"
"""Key of ``doc.user_data``: the indices of the tokens that are words."""

RANK = "dateline_rank"
"""Key of ``doc.user_data``: how common a word is, until the lemmas are found."""

Floats = NDArray[np.float32]
Scores = dict[str, Floats]


def words_of(doc: Doc) -> tuple[Words, NDArray[np.int64]]:
    """The doc's words with what stands before each, and their token indices."""
    texts: list[str] = []
    before: list[int] = []
    kept: list[int] = []
    gap = NEW_LINE
    for i, token in enumerate(doc):
        text = token.text
        if token.is_space or not text.strip():
            gap = NEW_LINE if gap == NEW_LINE or "\n" in text or "\r" in text else SPACE
            continue
        texts.append(text)
        before.append(gap)
        kept.append(i)
        gap = SPACE if token.whitespace_ else NO_SPACE
    return Words(texts, before), np.array(kept, dtype=np.int64)


@Language.factory("dateline_encoder", assigns=["doc.tensor"])
def make_encoder(nlp: Language, name: str) -> "Encoder":
    """The factory. The component is empty until its files are read."""
    return Encoder(name)


class Encoder:
    """The component. Its folder holds ``encoder.onnx`` and ``vocab.txt``."""

    def __init__(self, name: str = "dateline_encoder") -> None:
        self.name = name
        self._model = b""
        self._pieces: WordPieces | None = None
        self._session: Any = None

    def read_files(self, model: Path, vocabulary: Path) -> None:
        """Take the network and the word pieces from these files."""
        self._model = model.read_bytes()
        self._pieces = WordPieces.read(vocabulary)
        self._session = _open_session(self._model)

    def __call__(self, doc: Doc) -> Doc:
        """Set ``doc.tensor`` and leave the heads' scores for the components behind."""
        if self._pieces is None:
            raise ValueError(f"{self.name} has no model: load the pipeline from its folder")
        words, kept = words_of(doc)
        scores = self._run(words)
        vectors = scores.pop("vectors")
        tensor: Any = np.zeros((len(doc), vectors.shape[1]), dtype=np.float32)
        tensor[kept] = vectors
        doc.tensor = tensor
        doc.user_data[KEPT] = kept
        doc.user_data[SCORES] = scores
        doc.user_data[RANK] = self._pieces.rank
        return doc

    def pipe(self, stream: Iterable[Doc], *, batch_size: int = 1) -> Iterator[Doc]:
        """Each doc by itself, whatever the batch size."""
        for doc in stream:
            yield self(doc)

    def _run(self, words: Words) -> Scores:
        assert self._pieces is not None  # noqa: S101 (said by the caller)
        names = [output.name for output in self._session.get_outputs()]
        # A text without a word is a window of nothing but its marks, for the widths of the scores.
        windows = encode_windows(words, self._pieces, WINDOW_PIECES) or [encode_window([], [], 0, 0, self._pieces)]
        rows = [
            self._session.run(None, {"ids": w.ids[None], "types": w.types[None], "firsts": w.firsts[None]})
            for w in windows
        ]
        return {name: np.concatenate([row[k][0] for row in rows]) for k, name in enumerate(names)}

    def to_disk(self, path: Path | str, *, exclude: Iterable[str] = ()) -> None:
        """Write the component's folder."""
        folder = Path(path)
        folder.mkdir(parents=True, exist_ok=True)
        if self._pieces is not None:
            (folder / "encoder.onnx").write_bytes(self._model)
            (folder / "vocab.txt").write_text("\n".join(self._pieces.vocabulary) + "\n", encoding="utf-8")

    def from_disk(self, path: Path | str, *, exclude: Iterable[str] = ()) -> "Encoder":
        """Read the component's folder."""
        folder = Path(path)
        self.read_files(folder / "encoder.onnx", folder / "vocab.txt")
        return self


def _open_session(model: bytes) -> Any:
    import onnxruntime as ort  # noqa: PLC0415 (a run without this pipeline never pays for it)

    options = ort.SessionOptions()
    # One thread: articles are what runs in parallel, and sums keep one order.
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    return ort.InferenceSession(model, options, providers=["CPUExecutionProvider"])
