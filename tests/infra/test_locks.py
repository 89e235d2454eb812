"""Tests of the locks: each holds all packages of an environment by version and hash, and nothing of one machine."""

import re
import tomllib
from functools import cache

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.cloudformation import PROJECT

LOCKS = PROJECT / "infra/locks"
NAMES = sorted(path.stem for path in LOCKS.glob("*.txt"))


@cache
def groups() -> dict[str, list[str | dict[str, str]]]:
    """Return the dependency groups of pyproject.toml."""
    pyproject = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))
    dependency_groups: dict[str, list[str | dict[str, str]]] = pyproject["dependency-groups"]
    return dependency_groups


def direct_requirements(name: str) -> list[Requirement]:
    """Return the requirements that a lock was made of: a group's, or the lines of an .in file."""
    source = LOCKS / f"{name}.in"
    if source.exists():
        return [Requirement(line) for line in source.read_text(encoding="utf-8").splitlines()]
    requirements = []
    for member in groups()[name]:
        if isinstance(member, str):
            requirements.append(Requirement(member))
        else:
            requirements += direct_requirements(member["include-group"])
    return requirements


def locked_packages(name: str) -> dict[str, tuple[Requirement, list[str]]]:
    """Return the packages of a lock, each with its requirement and its hashes, by canonical name."""
    joined = (LOCKS / f"{name}.txt").read_text(encoding="utf-8").replace("\\\n", "")
    packages = {}
    for line in joined.splitlines():
        if line.strip() and not line.lstrip().startswith("#"):
            requirement, *hashes = re.split(r"\s+--hash=", line.strip())
            parsed = Requirement(requirement)
            packages[canonicalize_name(parsed.name)] = (parsed, hashes)
    return {str(package): locked for package, locked in packages.items()}


def version_of(requirement: Requirement) -> str:
    """Return the one version that a requirement admits."""
    [specifier] = requirement.specifier
    assert specifier.operator == "=="
    return specifier.version


def test_each_environment_has_a_lock() -> None:
    assert set(NAMES) == groups().keys() | {path.stem for path in LOCKS.glob("*.in")}
    assert {"runtime", "build", "evaluate", "demo", "load", "test", "sam", "checkov"} <= set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_a_lock_pins_every_package_by_one_version_and_by_hashes(name: str) -> None:
    packages = locked_packages(name)

    assert packages
    for requirement, hashes in packages.values():
        assert version_of(requirement)
        assert hashes
        assert [it for it in hashes if not re.fullmatch(r"sha256:[0-9a-f]{64}", it)] == []


@pytest.mark.parametrize("name", NAMES)
def test_a_lock_satisfies_what_it_was_made_of(name: str) -> None:
    packages = locked_packages(name)

    for requirement in direct_requirements(name):
        locked, _ = packages[str(canonicalize_name(requirement.name))]
        assert requirement.specifier.contains(version_of(locked)), f"{requirement} in {name}: run make lock"
        assert locked.marker == requirement.marker


@pytest.mark.parametrize("name", NAMES)
def test_a_lock_names_no_host_and_no_path(name: str) -> None:
    text = (LOCKS / f"{name}.txt").read_text(encoding="utf-8")

    assert "://" not in text
    assert not re.search(r"^\s*(-e|-f|-i|--(extra-)?index-url|--find-links|\.|/|file:)", text, re.MULTILINE)
    assert not re.search(r"(^|\s)/\w", text)


@pytest.mark.parametrize("name", sorted({*groups()} - {"test"}))
def test_environments_that_share_a_venv_agree_on_versions(name: str) -> None:
    mine, tested = locked_packages(name), locked_packages("test")

    for package in mine.keys() & tested.keys():
        assert version_of(mine[package][0]) == version_of(tested[package][0])


def test_the_layer_is_installed_from_the_lock_of_the_functions() -> None:
    layer = PROJECT / "layers/dependencies"

    assert (layer / "requirements.txt").read_bytes() == (LOCKS / "runtime.txt").read_bytes()
    assert "--require-hashes" in (layer / "Makefile").read_text(encoding="utf-8")
