"""How inputs become batches."""

from flows.session import BATCH_BYTES, full_batch
from tasks.records import InputKind, Reference


def references(*lengths: int) -> list[Reference]:
    return [Reference(str(n), "", InputKind.TEXT, "", 0, length, None, "") for n, length in enumerate(lengths)]


def test_a_batch_is_full_at_its_count() -> None:
    assert full_batch(references(1, 1), 3) == 0
    assert full_batch(references(1, 1, 1, 1), 3) == 3


def test_a_batch_is_full_at_its_bytes() -> None:
    assert full_batch(references(1, BATCH_BYTES, 1), 9) == 2
    assert full_batch(references(BATCH_BYTES, 1, 1), 9) == 1
