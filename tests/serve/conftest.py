"""Tests of the server are there where what it needs is."""

from importlib.util import find_spec

collect_ignore_glob = [] if find_spec("aiohttp") and find_spec("textual_serve") else ["test_*.py"]
