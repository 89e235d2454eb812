"""A fixture of the build, whose models tests of repaired values search."""

from tests.model_build import conftest as build_fixtures

build = build_fixtures.build
