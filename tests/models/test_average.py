"""The mean of two runs' weights."""

from pathlib import Path

import pytest

torch = pytest.importorskip("torch", reason="only training needs torch: make -C models smoke")

from models.training import average  # noqa: E402 (it imports torch)


def write_run(folder: Path, weight: float, shape: str = "{}") -> Path:
    folder.mkdir()
    for name, text in (("shape.json", shape), ("labels.json", "[]"), ("lemmas.json", "{}"), ("vocab.txt", "a\n")):
        (folder / name).write_text(text)
    torch.save({"w": torch.tensor([weight, 1.0]), "n": torch.tensor([3])}, folder / "network.pt")
    return folder


def test_the_weights_lie_between_those_of_both_runs(tmp_path: Path) -> None:
    first, second = write_run(tmp_path / "first", 2.0), write_run(tmp_path / "second", 6.0)
    average.main(["--run", str(first), "--run", str(second), "--out", str(tmp_path / "mean"), "--share", "0.25"])
    mean = torch.load(tmp_path / "mean" / "network.pt", weights_only=True)
    assert mean["w"].tolist() == [3.0, 1.0]
    assert mean["n"].tolist() == [3]
    assert {path.name for path in (tmp_path / "mean").iterdir()} == {p.name for p in first.iterdir()}


def test_runs_of_another_shape_have_no_mean(tmp_path: Path) -> None:
    first, second = write_run(tmp_path / "first", 2.0), write_run(tmp_path / "second", 6.0, '{"own": 2}')
    with pytest.raises(ValueError, match="another shape"):
        average.average(first, second, tmp_path / "mean", 0.5)
