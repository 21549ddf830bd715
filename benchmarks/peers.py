"""How other programs resolve the same mentions, used as their tutorials show: `python benchmarks/peers.py NAME IN OUT`.

IN is a Parquet file of mentions (mention_id, name, number, birth_date, sex, phone, address), OUT gets mention_id and
entity_id. Prints seconds and peak memory as JSON. recordlinkage wants an older pandas, and so an
environment of its own: `pip install recordlinkage==0.16 pyarrow`.
"""

import json
import re
import sys
import time
from collections.abc import Callable
from pathlib import Path

BLOCKS = (("number",), ("name", "birth_date"), ("name", "phone"), ("name", "address"))
THRESHOLD = 0.95


def splink(mentions: str, out: str) -> None:
    """Splink 5: usual comparisons, u by random sampling, m by expectation maximization, clusters at 0.95."""
    import duckdb
    import splink.comparison_library as cl
    from splink import DuckDBAPI, Linker, SettingsCreator, block_on

    con = duckdb.connect()
    con.execute("SET disabled_optimizers = 'join_order'")
    con.execute(f"CREATE TABLE mention AS FROM '{mentions}'")
    rules = [block_on(*block) for block in BLOCKS]
    settings = SettingsCreator(
        link_type="dedupe_only",
        unique_id_column_name="mention_id",
        blocking_rules_to_generate_predictions=rules,
        comparisons=[
            cl.JaroWinklerAtThresholds("name", [0.9, 0.7]).configure(term_frequency_adjustments=True),
            cl.ExactMatch("birth_date"),
            cl.LevenshteinAtThresholds("number", [1, 2]),
            cl.ExactMatch("phone").configure(term_frequency_adjustments=True),
            cl.ExactMatch("address").configure(term_frequency_adjustments=True),
        ],
    )
    api = DuckDBAPI(connection=con)
    linker = Linker(api.register("mention"), settings, log_level=None)
    linker.training.estimate_probability_two_random_records_match(rules[:2], recall=0.7)
    linker.training.estimate_u_using_random_sampling(max_pairs=1_000_000, seed=1)
    for block in BLOCKS[:2]:
        linker.training.estimate_parameters_using_expectation_maximisation(block_on(*block))
    pairs = linker.inference.predict(threshold_match_probability=THRESHOLD)
    clusters = linker.clustering.cluster_pairwise_predictions_at_threshold(pairs, THRESHOLD)
    con.execute(f"COPY (SELECT mention_id, cluster_id AS entity_id FROM {clusters.physical_name}) TO '{out}'")


def recordlinkage(mentions: str, out: str) -> None:
    """recordlinkage 0.16: blocking, exact and Jaro-Winkler comparisons, ECM classifier, connected pairs."""
    import pandas as pd
    import recordlinkage as rl
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    frame = pd.read_parquet(mentions).set_index("mention_id")
    index = rl.Index()
    for block in BLOCKS:
        index.block(list(block))
    pairs = index.index(frame)
    compare = rl.Compare()
    compare.string("name", "name", method="jarowinkler", threshold=0.85, label="name")
    for column in ("number", "birth_date", "phone", "address"):
        compare.exact(column, column, label=column)
    matches = rl.ECMClassifier(binarize=0.5).fit_predict(compare.compute(pairs, frame))
    place = pd.Series(range(len(frame)), index=frame.index)
    one, other = (place[matches.get_level_values(side)].to_numpy() for side in (0, 1))
    _, label = connected_components(coo_array((one * 0 + 1, (one, other)), shape=(len(frame), len(frame))))
    pd.DataFrame({"mention_id": frame.index, "entity_id": label.astype(str)}).to_parquet(out)


def peak_mb() -> int:
    """The most memory this process has held; `getrusage` would tell its parent's, where that held more."""
    return int(re.search(r"VmHWM:\s+(\d+)", Path("/proc/self/status").read_text("ascii"))[1]) // 1024  # type: ignore[index]


SYSTEMS: dict[str, Callable[[str, str], None]] = {"splink": splink, "recordlinkage": recordlinkage}

if __name__ == "__main__":
    start = time.monotonic()
    SYSTEMS[sys.argv[1]](*sys.argv[2:])
    print(json.dumps({"resolving": round(time.monotonic() - start, 2), "peak_mb": peak_mb()}))
