"""The folder of blocks is the state: it is resumed, halves of a file are run again, and nobody else may write to it."""

import errno
import hashlib
import json
import os

import pytest

from optsim.engine.settings import BadValueError
from optsim.sweeps import store as stores
from optsim.sweeps.document import document_of, hash_of, plan_of
from optsim.sweeps.executors.executor import Sequential
from optsim.sweeps.plan import Plan
from optsim.sweeps.run import run_sweep, shard_of
from optsim.sweeps.store import Store, StoreError
from tests.sweeps.support import RATES, scenario

NETWORK = {"kind": "mlp", "hidden": [3], "batch_size": 4, "data": {"kind": "sine", "examples": 12, "validation": 0.25}}


def plan(**others):
    """A plan of several blocks."""
    return Plan.of(scenario({**RATES, "seeds": 60}, NETWORK, budget={"epochs": 2}, **others))


def folder_hash(folder):
    """A hash of all files but the lock."""
    files = sorted(file for file in folder.rglob("*") if file.is_file() and file.name != "lock")
    return hashlib.sha256(
        b"".join(str(file.relative_to(folder)).encode() + file.read_bytes() for file in files)
    ).hexdigest()


class Stopping(Sequential):
    """Stops after some blocks, as a kill does."""

    def __init__(self, after):
        self.after = after

    def results(self, plan, document, blocks):
        for number, result in enumerate(super().results(plan, document, blocks)):
            if number == self.after:
                raise KeyboardInterrupt
            yield result


def test_what_was_done_stays_done_and_the_rest_is_run(tmp_path):
    whole = Store.create(tmp_path / "whole", plan())
    result = run_sweep(plan(), store=whole)
    assert whole.plan.blocks > 3
    begun = Store.create(tmp_path / "begun", plan())
    with pytest.raises(KeyboardInterrupt):
        run_sweep(plan(), Stopping(2), store=begun)
    (begun.folder / "blocks" / ".left.part").write_bytes(b"half")
    begun.path(0).write_bytes(begun.path(0).read_bytes()[:-9])
    again = Store.open(tmp_path / "begun")
    assert (list(again.done(range(4))[0]), again.done(range(4))[1]) == ([1], [0])
    resumed = run_sweep(again.plan, store=again)
    assert folder_hash(begun.folder) == folder_hash(whole.folder)
    assert resumed.columns == result.columns
    assert len(resumed) == plan().runs


def test_shards_are_merged(tmp_path):
    whole = Store.create(tmp_path / "whole", plan())
    run_sweep(plan(), store=whole)
    merged = Store.create(tmp_path / "merged", plan())
    for number in (1, 2, 3):
        shard = Store.create(tmp_path / str(number), plan())
        run_sweep(plan(), store=shard, blocks=shard_of(f"{number}/3").blocks(plan()))
        merged.take(shard.folder)
    assert folder_hash(merged.folder) == folder_hash(whole.folder)
    for text in ("0/3", "4/3", "a/b", "3", "-1/2"):
        with pytest.raises(BadValueError):
            shard_of(text)


def test_a_folder_of_another_plan_is_refused_in_a_sentence(tmp_path):
    Store.create(tmp_path / "one", plan())
    with pytest.raises(StoreError, match="of another plan"):
        Store.create(tmp_path / "one", plan(numerics="strict"))
    other = Store.create(tmp_path / "two", plan(numerics="strict"))
    with pytest.raises(StoreError, match="only shards of one plan"):
        other.take(tmp_path / "one")
    (tmp_path / "three").mkdir()
    (tmp_path / "three" / "letter.txt").write_text("dear")
    with pytest.raises(StoreError, match="other files"):
        Store.create(tmp_path / "three", plan())
    with pytest.raises(StoreError, match="holds no sweep"):
        Store.open(tmp_path / "nowhere")
    (tmp_path / "one" / "plan.json").write_text("{}")
    with pytest.raises(BadValueError, match="is no plan"):
        Store.open(tmp_path / "one")


def test_of_two_coordinators_one_is_refused(tmp_path):
    one, other = (Store.create(tmp_path / "folder", plan()) for _ in range(2))
    with one.locked(), pytest.raises(StoreError, match="another optsim"), other.locked():
        pass
    with other.locked():
        pass


def test_a_full_disk_leaves_what_is_done_and_is_told(tmp_path, monkeypatch):
    store = Store.create(tmp_path / "folder", plan())
    write = stores.write_file

    def until_full(pieces, path):
        if path == store.path(2):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return write(pieces, path)

    monkeypatch.setattr(stores, "write_file", until_full)
    with pytest.raises(StoreError, match=r"No space left.*--resume"):
        run_sweep(plan(), store=store)
    assert list(store.done(range(plan().blocks))[0]) == [0, 1]


def test_a_plan_comes_back_from_its_document():
    document = document_of(plan())
    assert document_of(plan_of(document)) == document
    assert hash_of(document) == hash_of(document_of(plan(title="Another title")))
    assert hash_of(document) != hash_of(document_of(plan(numerics="strict")))
    newer = json.dumps({**json.loads(document), "optsim": "99.0"})
    with pytest.raises(BadValueError, match=r"optsim 99\.0"):
        plan_of(newer)
