"""requirements.lock is in step with pyproject.toml, hashed, and names no address."""

import re
import tomllib
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]
LOCK = (ROOT / "requirements.lock").read_text()


def test_every_dependency_is_locked_within_its_range() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    locked = {canonicalize_name(m[1]): m[2] for m in re.finditer(r"^([\w.-]+)(?:\[[^]]*\])?==([^\s;]+)", LOCK, re.M)}
    for text in project["dependencies"] + project["optional-dependencies"]["dev"]:
        wanted = Requirement(text)
        version = locked.get(canonicalize_name(wanted.name))
        assert version is not None, f"{text} is not locked: make lock"
        assert version in wanted.specifier, f"{text} is locked at {version}: make lock"


def test_every_locked_package_has_hashes_and_no_address() -> None:
    packages = re.split(r"^(?=[\w.-]+(?:\[[^]]*\])?==)", LOCK, flags=re.M)[1:]
    assert len(packages) > 50
    assert all("--hash=sha256:" in package for package in packages)
    assert not re.search(r"https?://|file:|--(?:extra-)?index-url|--find-links", LOCK)
