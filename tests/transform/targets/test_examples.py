"""The examples in the docstrings of the target algebra are true."""

from __future__ import annotations

import doctest
import importlib
import pkgutil

import pytest

import etl.transform.targets as package

MODULES = [m.name for m in pkgutil.iter_modules(package.__path__, package.__name__ + ".")]


@pytest.mark.parametrize("name", MODULES)
def test_docstrings(name: str) -> None:
    assert doctest.testmod(importlib.import_module(name)).failed == 0
