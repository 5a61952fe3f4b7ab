"""The way from annotated data to a pipeline, on made-up data: convert, train, package, load, evaluate.

Needs torch, which the product does not: `make -C models smoke` runs it in an environment of its own.
"""

import itertools
import json
from pathlib import Path

import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="only training needs torch: make -C models smoke")

from safetensors.torch import save_file  # noqa: E402

from models.training import average, convert, evaluate, package, retell, teach, train  # noqa: E402 (they import torch)
from models.training.batches import IGNORED, Inventory, Sample, collate, read_rows  # noqa: E402
from models.training.checkpoint import read_checkpoint, start_from  # noqa: E402
from models.training.export import read_network  # noqa: E402
from models.training.lexicon import take_lexicon  # noqa: E402
from models.training.losses import chain_loss, forbidden_moves  # noqa: E402
from models.training.network import Network  # noqa: E402
from models.training.quick import measure  # noqa: E402
from models.training.restore import restore  # noqa: E402
from models.training.shape import Shape  # noqa: E402
from tasks.extract.encoder_pieces import WordPieces  # noqa: E402
from tasks.extract.heads_lemmas import lexicon_key  # noqa: E402
from tasks.extract.heads_syntax import LEMMAS  # noqa: E402
from tasks.extract.pipeline import load_pipeline  # noqa: E402

HIDDEN, FEED, PIECES, POSITIONS = 384, 1536, 30522, 512
LEARN = ("--epochs", "120", "--rate", "0.001", "--budget", "400", "--check", "1000", "--full")
PEOPLE = ("Ada Holm", "Petra Olsz", "Bo Lindqvist", "Mara Dunne")
TOWNS = ("Oldwick", "Tarnow", "Harrow", "Senlis")
TREE = """# newdoc id = made-up-{n}
# newpar
1	{first}	{first}	PROPN	NNP	Number=Sing	3	nsubj	_	_
2	{last}	{last}	PROPN	NNP	Number=Sing	1	flat	_	_
3	left	leave	VERB	VBD	Tense=Past|VerbForm=Fin	0	root	_	_
4	{town}	{town}	PROPN	NNP	Number=Sing	3	obj	_	SpaceAfter=No
5	.	.	PUNCT	.	_	3	punct	_	_

"""


def _write(path: Path, rows: list[dict[str, object]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Twelve documents of each kind, and an encoder that has learned nothing."""
    folder = tmp_path_factory.mktemp("data")
    docs, names, quotes, trees = [], [], [], ""
    for n in range(12):
        person, town = PEOPLE[n % 4], TOWNS[(n // 4 + n) % 4]
        first, last = person.split()
        text = f"{person} left {town}. {last} said the bridge would stay shut."
        said = text.index("said")
        docs.append({"id": str(n), "text": text})
        place = text.index(town)
        names.append(
            {
                "id": str(n),
                "entities": [
                    {"start": 0, "end": len(person), "label": "Person"},
                    {"start": place, "end": place + len(town), "label": "Location"},
                ],
            }
        )
        quote = {
            "content": [[said + 5, len(text) - 1]],
            "cue": [[said, said + 4]],
            "source": [[said - 1 - len(last), said - 1]],
        }
        quotes.append({"id": str(n), "quotes": [quote]})
        trees += TREE.format(n=n, first=first, last=last, town=town)
    for kind, gold in (("names", names), ("quotes", quotes)):
        _write(folder / kind / "docs.jsonl", docs)
        _write(folder / kind / "gold.jsonl", gold)
    (folder / "trees.conllu").write_text(trees)
    _write_encoder(folder / "encoder")
    return folder


def _write_encoder(folder: Path) -> None:
    folder.mkdir()
    letters = [chr(c) for c in range(97, 123)]
    vocabulary = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", ".", *letters, *("##" + c for c in letters)]
    vocabulary += [f"[unused{n}]" for n in range(PIECES - len(vocabulary))]
    (folder / "vocab.txt").write_text("\n".join(vocabulary) + "\n")
    torch.manual_seed(0)
    e, layer = "embeddings.", "encoder.layer.0."
    sizes: dict[str, tuple[int, ...]] = {
        e + "word_embeddings.weight": (PIECES, HIDDEN),
        e + "position_embeddings.weight": (POSITIONS, HIDDEN),
        e + "token_type_embeddings.weight": (2, HIDDEN),
        e + "LayerNorm.weight": (HIDDEN,),
        e + "LayerNorm.bias": (HIDDEN,),
        layer + "intermediate.dense.weight": (FEED, HIDDEN),
        layer + "intermediate.dense.bias": (FEED,),
        layer + "output.dense.weight": (HIDDEN, FEED),
    }
    for part in ("query", "key", "value"):
        sizes |= {
            f"{layer}attention.self.{part}.weight": (HIDDEN, HIDDEN),
            f"{layer}attention.self.{part}.bias": (HIDDEN,),
        }
    sizes |= {f"{layer}attention.output.dense.weight": (HIDDEN, HIDDEN)}
    for name in ("attention.output.dense.bias", "output.dense.bias"):
        sizes[layer + name] = (HIDDEN,)
    for norm in ("attention.output.LayerNorm", "output.LayerNorm"):
        sizes |= {f"{layer}{norm}.weight": (HIDDEN,), f"{layer}{norm}.bias": (HIDDEN,)}
    tensors = {name: torch.randn(size) * 0.05 for name, size in sizes.items()}
    save_file(tensors, str(folder / "model.safetensors"))


def test_texts_learn_from_a_teacher_what_their_annotators_left_out(data: Path, tmp_path: Path) -> None:
    rows = tmp_path / "rows"
    kinds = {"entities": "names", "quotes": "quotes", "syntax": "trees.conllu"}
    sources = [part for kind, name in kinds.items() for part in (f"--{kind}", str(data / name))]
    convert.main([*sources, "--out", str(rows)])
    learn = ["--data", str(rows), "--dev", str(rows), "--start", str(data / "encoder"), "--layers", "0", *LEARN[2:]]
    teacher = tmp_path / "teacher"
    train.main([*learn, "--kinds", "entities", "--own", "0", "--epochs", "60", "--out", str(teacher)])
    taught = tmp_path / "taught"
    retell.main(["--data", str(rows), "--out", str(taught)])
    teach.main(["--data", str(taught), "--names", str(teacher)])

    texts = read_rows(taught / "entities.jsonl")
    assert all(len(row["said"]["entities_said"]) == len(row["words"]) for row in texts)
    assert len(texts) == 24
    trees = read_rows(taught / "syntax.jsonl")
    shares = np.concatenate([row["said"]["entities_said"] for row in trees])
    assert len(shares) == sum(len(row["words"]) for row in trees)
    assert np.allclose(shares.astype(float).sum(1), 1, atol=0.01)
    assert (shares[:, 0] < 0.5).any()  # the treebank has no names of its own

    student = tmp_path / "student"
    learn[1] = str(taught)
    train.main([*learn, "--kinds", "syntax", "--own", "1", "--epochs", "60", "--out", str(student)])
    inventory, pieces = Inventory.read(student / "labels.json"), WordPieces.read(student / "vocab.txt")
    dev = {"entities": read_rows(rows / "entities.jsonl")}
    learned = next(iter(measure(read_network(student), inventory, pieces, dev)))
    assert float(learned.split()[-1]) > 60, learned  # from trees alone


def test_a_lemma_that_the_trees_agree_on_is_known() -> None:
    once = {"words": ["Mice", "saw", "mice"], "tags": ["NNS", "VBD", "NNS"], "lemmas": ["L0-3+ouse", None, "L0-3+ouse"]}
    unsure = {"words": ["saw", "saw"], "tags": ["VBD", "VBD"], "lemmas": ["L0-2+ee", "L0-0+"]}
    again = {"words": ["mice", "ran"], "tags": ["NNS", "VBD"], "lemmas": ["L0-3+ouse", "L0-2+un"]}
    assert take_lexicon([once, unsure, again]) == {lexicon_key("mice", "NNS"): "mouse"}


def test_windows_with_and_without_a_teacher_make_one_batch() -> None:
    said = np.array([[0.9, 0.1], [0.2, 0.8]], np.float16)
    ids = np.arange(4)
    taught = Sample(ids, ids, np.arange(2), {"tags": np.array([1, 0]), "entities_said": said})
    swapped = Sample(ids, ids, np.arange(1), {"entities": np.array([1])})
    _, targets = collate([swapped, taught])
    assert targets["tags"].tolist() == [[IGNORED, IGNORED], [1, 0]]
    assert targets["entities"].tolist() == [[1, IGNORED], [IGNORED, IGNORED]]
    assert np.allclose(targets["entities_said"], [[[0, 0], [0, 0]], said], atol=1e-3)


def test_data_become_a_pipeline_that_loads(data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    sources = [
        "--entities",
        str(data / "names"),
        "--quotes",
        str(data / "quotes"),
        "--syntax",
        str(data / "trees.conllu"),
    ]
    convert.main([*sources, "--out", str(tmp_path / "rows")])
    run = ["--data", str(tmp_path / "rows"), "--dev", str(tmp_path / "rows"), "--start", str(data / "encoder")]
    train.main([*run, "--out", str(tmp_path / "run"), "--layers", "0", "--own", "1", *LEARN])
    package.main(["--run", str(tmp_path / "run"), "--out", str(tmp_path / "pipeline")])

    trained = read_network(tmp_path / "run")
    taken_back = Network(Shape.read(tmp_path / "run" / "shape.json"))
    start_from(taken_back, read_checkpoint(data / "encoder" / "model.safetensors"))
    restore(taken_back, Inventory.read(tmp_path / "run" / "labels.json"), tmp_path / "pipeline")
    for (name, one), (_, other) in zip(trained.named_parameters(), taken_back.named_parameters(), strict=True):
        if not name.endswith("_mix.weights"):  # of those only the proportions matter
            assert torch.allclose(one, other, atol=0.02 * one.abs().max().item() + 1e-6), name

    average.main(["--run", str(tmp_path / "pipeline"), "--run", str(tmp_path / "run"), "--out", str(tmp_path / "mean")])
    mean, names = read_network(tmp_path / "mean"), ("entities.weight", "rel_out.weight")
    for name in names:
        half = (taken_back.get_parameter(name) + trained.get_parameter(name)) / 2
        assert torch.allclose(mean.get_parameter(name), half, atol=1e-6)

    nlp = load_pipeline(str(tmp_path / "pipeline"))
    doc = nlp("Ada Holm left Oldwick. Holm said the bridge would stay shut.")
    assert doc.tensor.shape == (len(doc), HIDDEN)
    assert all(token.tag_ and token.lemma_ and token.dep_ for token in doc)
    assert len(nlp.vocab.lookups.get_table(LEMMAS)) > 0
    assert len(list(doc.sents)) >= 1

    capsys.readouterr()
    evaluate.main(
        [
            "--pipeline",
            str(tmp_path / "pipeline"),
            "--entities",
            str(data / "names"),
            "--syntax",
            str(data / "trees.conllu"),
        ]
    )
    lines = {line.split()[0]: line for line in capsys.readouterr().out.splitlines() if not line.startswith("#")}
    # What it was trained on it must know: less would be a head that learns nothing or is wired wrongly.
    assert float(lines["all"].split()[2]) > 60
    assert float(lines["tags"].split()[2]) > 60


def test_the_loss_of_a_chain_is_that_of_counting_every_sequence() -> None:
    torch.manual_seed(0)
    scores, transitions = torch.randn(2, 4, 5), torch.randn(5, 5)
    targets = torch.tensor([[0, 1, 2, 0], [1, 3, -100, -100]])
    moves = transitions + forbidden_moves(5)
    expected = torch.tensor(0.0)
    for row, labels in zip(scores, ([0, 1, 2, 0], [1, 3]), strict=True):

        def score(path: tuple[int, ...], row: torch.Tensor = row) -> torch.Tensor:
            return sum(row[i, k] for i, k in enumerate(path)) + sum(moves[a, b] for a, b in itertools.pairwise(path))

        every = torch.stack([score(p) for p in itertools.product(range(5), repeat=len(labels))])
        expected += torch.logsumexp(every, 0) - score(tuple(labels))
    assert torch.allclose(chain_loss(scores, transitions, targets), expected / 6)
