"""A trained network as a spaCy pipeline on disk.

python -m models.training.package --run DIR --out DIR [--full]
"""

import argparse
import json
import shutil
import tempfile
from pathlib import Path

from spacy.language import Language

from models.training.batches import Inventory
from models.training.export import export, read_network
from models.training.network import Network
from models.training.tokens import blank_pipeline
from tasks.extract.heads_syntax import LEMMAS
from tasks.extract.pipeline import HEADS

ABOUT = {
    "lang": "en",
    "name": "dateline",
    "version": "1.0.0",
    "description": "English news: sentences, tags, lemmas, dependencies, entities and who says what, from one encoder.",
    "license": "Apache-2.0",
}


def build(
    network: Network, inventory: Inventory, vocabulary: Path, lemmas: dict[str, str], quantise: bool = True
) -> Language:
    """The pipeline with its components filled."""
    nlp = blank_pipeline()
    encoder, syntax, entities, _ = (nlp.add_pipe(name) for name in HEADS)
    with tempfile.TemporaryDirectory() as folder:
        graph = Path(folder) / "encoder.onnx"
        export(network, graph, quantise)
        encoder.read_files(graph, vocabulary)  # type: ignore[attr-defined]  # our own components
    last = network.rel_out
    relation = {"weight": last.weight.detach().numpy(), "bias": last.bias.detach().numpy()}
    syntax.set_labels(inventory.__dict__, relation)  # type: ignore[attr-defined]
    labels = [tag[2:] for tag in inventory.entities if tag.startswith("B-")]
    entities.set_labels(labels, network.transitions.detach().numpy())  # type: ignore[attr-defined]
    nlp.vocab.lookups.add_table(LEMMAS, lemmas)
    nlp.meta.update(ABOUT)
    return nlp


def package(run: Path, out: Path, quantise: bool = True) -> None:
    """Write the pipeline folder ``out``, in place of what lay there."""
    lemmas = json.loads((run / "lemmas.json").read_text(encoding="utf-8"))
    nlp = build(read_network(run), Inventory.read(run / "labels.json"), run / "vocab.txt", lemmas, quantise)
    if out.exists():
        shutil.rmtree(out)
    out.parent.mkdir(parents=True, exist_ok=True)
    nlp.to_disk(out)
    # What another installation would write otherwise: the folder is a function of the weights.
    meta = json.loads((out / "meta.json").read_text(encoding="utf-8"))
    for volatile in ("spacy_git_version",):
        meta.pop(volatile, None)
    (out / "meta.json").write_text(json.dumps(meta, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    size = sum(path.stat().st_size for path in out.rglob("*") if path.is_file())
    print(f"{out.name}: {size / 1e6:.1f} MB")


def main(arguments: list[str] | None = None) -> None:
    """The command."""
    parser = argparse.ArgumentParser(description="A trained network as a spaCy pipeline on disk.")
    parser.add_argument("--run", type=Path, required=True, help="the folder that train wrote")
    parser.add_argument("--out", type=Path, required=True, help="the pipeline's folder")
    parser.add_argument("--full", action="store_true", help="without quantising")
    options = parser.parse_args(arguments)
    package(options.run, options.out, quantise=not options.full)


if __name__ == "__main__":
    main()
