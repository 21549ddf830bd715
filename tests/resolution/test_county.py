"""On a synthetic county, whose truth the pipeline never sees, resolution keeps its promise."""

from datetime import date
from pathlib import Path

import duckdb
import pytest

from benchmarks.quality import measure
from core.progress import silent
from loaders.codes import read_codes
from loaders.load import load
from loaders.mapping_reader import builtin_mappings
from records import store
from resolution.linking.model import read_model
from resolution.linking.train import train
from resolution.resolve import resolve
from synth.county import write_county

SEED = 11  # not the county that the shipped model was learnt from


@pytest.fixture(scope="module")
def county(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, duckdb.DuckDBPyConnection]:
    """A small county, loaded."""
    folder = tmp_path_factory.mktemp("county")
    write_county(1_500, SEED, folder, date(2026, 6, 30), silent)
    con = duckdb.connect(str(folder / "records.duckdb"))
    store.ensure_stored(con)
    store.replace_derived(con)
    load(con, folder / "exports", builtin_mappings(), read_codes(), set(), silent)
    return folder, con


def test_pairs_of_mentions_are_joined_as_the_truth_joins_them(county) -> None:
    folder, con = county
    resolve(con, None, None, silent)
    found = measure(con, folder / "truth" / "mentions.csv")
    assert found.mentions - found.bare > 10_000
    assert found.scores["person", "all"].f1 >= 0.97
    assert found.scores["person", "all"].precision >= 0.998
    assert found.scores["organization", "all"].f1 >= 0.97
    assert found.bare_wrong <= 1


def test_a_model_learnt_twice_is_one_model_and_can_be_read_again(county) -> None:
    folder, con = county
    first, second = (train(con, 3, silent, "a small county") for _ in range(2))
    assert first == second
    first.save(folder / "model.json")
    assert read_model(folder / "model.json") == first
    assert {name for name, one in first.quality.items() if one.precision > 0.97 and one.f1 > 0.9} == {
        "one_hidden",
        "both_hidden",
    }
    assert first.levels["name"]["exact"].m > first.levels["name"]["surname"].m
    assert first.levels["phone"]["same time"].u < 0.01
