"""
A nation's missing against its unidentified: every pair, beside splink 5 on DuckDB with blocking.

Both get the same 100,000 × 15,000 invented records and 2,000 known true pairs. Splink's weights are
learned from those true pairs (the best it can have); its blocking rules are those that kept most
true pairs among the ones tried. Ours compares everything. Memory bandwidth is measured in the run.
"""

import os
import time
from collections.abc import Sequence

import numpy as np
import pyarrow as pa
import splink.comparison_level_library as cll
import splink.comparison_library as cl
from splink import DuckDBAPI, Linker, SettingsCreator, block_on

from porchlight.programmes.matching.rules.crossing.columns import numbers
from porchlight.programmes.matching.rules.crossing.cross import top_of
from porchlight.programmes.matching.rules.crossing.simulated import nation
from porchlight.programmes.matching.rules.evidence.sides import FoundSide, MissingSide
from porchlight.programmes.matching.rules.evidence.words import shares, tokens
from result import Result

MISSING = int(os.environ.get("BENCH_MISSING", "100000"))
FOUND = int(os.environ.get("BENCH_FOUND", "15000"))
TRUE = int(os.environ.get("BENCH_TRUE", "2000"))
LISTED = 10


def measure() -> Result:
    missing, found, truth = nation(MISSING, FOUND, TRUE)
    common = shares(" ".join((*one.marks, one.clothing)) for one in missing)
    columns = numbers(missing, found, common)
    everybody = np.arange(len(found))
    top_of(columns, everybody[:4], keep=LISTED)  # compiled once and kept on disk
    began = time.perf_counter()
    kept, _ = top_of(columns, everybody, keep=LISTED)
    seconds = time.perf_counter() - began
    ours = recall([[missing[m].key for m in row] for row in kept], found, truth)
    peer_seconds, peer, pairs = by_splink(missing, found, truth)
    rate = len(missing) * len(found) / seconds
    return Result(
        f"{len(missing):,} missing × {len(found):,} unidentified, best {LISTED} of each",
        f"{seconds:.1f} s, all {len(missing) * len(found) / 1e9:.2f}·10⁹ pairs, "
        f"{rate / 1e6:.0f} M pairs/s, recall@{LISTED} {ours:.3f}; "
        f"memory copies {bandwidth():.1f} GB/s",
        f"splink 5 on DuckDB, best blocking: {peer_seconds:.1f} s, {pairs / 1e6:.1f} M pairs, "
        f"{pairs / peer_seconds / 1e6:.2f} M pairs/s, recall@{LISTED} {peer:.3f}",
        f"{peer_seconds / seconds:.1f} times as fast, {rate / (pairs / peer_seconds):.0f} times "
        f"the pairs a second",
    )


def recall(
    listed: Sequence[Sequence[str]], found: Sequence[FoundSide], truth: dict[str, str]
) -> float:
    hits = sum(truth.get(one.key) in row for one, row in zip(found, listed, strict=True))
    return hits / len(truth)


def bandwidth() -> float:
    """Bytes read and written a second by copying an array that no cache holds."""
    source = np.ones(40_000_000)
    target = np.empty_like(source)
    best = 0.0
    for _ in range(5):
        began = time.perf_counter()
        np.copyto(target, source)
        best = max(best, 2 * source.nbytes / (time.perf_counter() - began))
    return best / 1e9


def by_splink(
    missing: Sequence[MissingSide], found: Sequence[FoundSide], truth: dict[str, str]
) -> tuple[float, float, int]:
    """Seconds of prediction, recall, and pairs compared by the peer."""
    reverse = {m: u for u, m in truth.items()}
    left = pa.Table.from_pylist([_missing_row(one, reverse) for one in missing])
    right = pa.Table.from_pylist([_found_row(one) for one in found])
    api = DuckDBAPI()
    rules = [
        block_on("cell", "sex"),
        block_on("sex", "years5", "hair"),
        block_on("sex", "years5", "eyes", "race"),
        block_on("mark"),
        block_on("sex", "born2", "race"),
    ]
    settings = SettingsCreator(
        link_type="link_only",
        blocking_rules_to_generate_predictions=rules,
        comparisons=[
            cl.ExactMatch("sex"),
            cl.ExactMatch("hair"),
            cl.ExactMatch("eyes"),
            cl.ExactMatch("race"),
            cl.ExactMatch("blood"),
            _within("born", [1, 2, 4, 8]),
            _within("height", [3, 6, 10, 20]),
            _within("day", [120, 365, 1500, 5000]),
            cl.DistanceInKMAtThresholds("lat", "lon", [10, 50, 150, 500, 1500]),
            cl.ArrayIntersectAtSizes("marks", [3, 2, 1]),
            cl.ArrayIntersectAtSizes("clothing", [3, 2, 1]),
        ],
        retain_intermediate_calculation_columns=False,
    )
    linker = Linker([api.register(left), api.register(right)], settings)
    linker.training.estimate_probability_two_random_records_match([block_on("label")], recall=1.0)
    linker.training.estimate_u_using_random_sampling(max_pairs=2e6, seed=1)
    linker.training.estimate_m_from_label_column("label")
    began = time.perf_counter()
    predicted = linker.inference.predict(threshold_match_weight=-20)
    name = predicted.physical_name
    con = api.duckdb_con
    one, other = _sides(con, name)
    best = con.execute(
        f"select {one} m, {other} u from (select {one}, {other}, row_number() over "
        f"(partition by {other} order by match_weight desc) r from {name}) where r <= {LISTED}"
    ).fetchall()
    seconds = time.perf_counter() - began
    pairs = con.execute(f"select count(*) from {name}").fetchone()[0]
    hits = sum(truth.get(u) == m for m, u in best)
    return seconds, hits / len(truth), pairs


def _sides(con: object, name: str) -> tuple[str, str]:
    """Which of the two columns holds the missing persons."""
    first = con.execute(f"select unique_id_l from {name} limit 1").fetchone()[0]
    return (
        ("unique_id_l", "unique_id_r") if first.startswith("M") else ("unique_id_r", "unique_id_l")
    )


def _within(name: str, steps: Sequence[float]) -> object:
    levels = [cll.NullLevel(name)]
    levels += [cll.AbsoluteDifferenceLevel(name, difference_threshold=step) for step in steps]
    return cl.CustomComparison(
        output_column_name=name, comparison_levels=[*levels, cll.ElseLevel()]
    )


def _missing_row(one: MissingSide, reverse: dict[str, str]) -> dict[str, object]:
    born = one.born.earliest.toordinal() / 365.25
    grown = one.height_cm.middle if one.height_cm else None
    return {
        "unique_id": one.key,
        "label": reverse.get(one.key, one.key),
        **_shared_row(one.sex, one.hair, one.eyes, one.races, one.latitude, one.longitude),
        "born": born,
        "years5": int(born // 5),
        "born2": int(born // 2),
        "height": grown,
        "day": float(one.last_contact.earliest.toordinal()),
        "blood": one.blood or None,
        "mark": one.marks[0] if one.marks else None,
        "marks": sorted(tokens(" ".join(one.marks))) or None,
        "clothing": sorted(tokens(one.clothing)) or None,
    }


def _found_row(one: FoundSide) -> dict[str, object]:
    facts = one.facts
    begin, end = facts.death_window()
    died = ((begin or end).toordinal() + end.toordinal()) / 2
    born = died / 365.25 - facts.age_years.middle
    return {
        "unique_id": one.key,
        "label": one.key,
        **_shared_row(
            facts.sex, facts.hair, facts.eyes, facts.ancestry, facts.latitude, facts.longitude
        ),
        "born": born,
        "years5": int(born // 5),
        "born2": int(born // 2),
        "height": facts.height_cm.middle if facts.height_cm else None,
        "day": float(died),
        "blood": facts.blood or None,
        "mark": facts.marks[0] if facts.marks else None,
        "marks": sorted(tokens(" ".join(facts.marks))) or None,
        "clothing": sorted(tokens(facts.clothing)) or None,
    }


def _shared_row(
    sex: str, hair: str, eyes: str, races: Sequence[str], lat: float, lon: float
) -> dict[str, object]:
    return {
        "sex": sex if sex in "MF" else None,
        "hair": hair or None,
        "eyes": eyes or None,
        "race": races[0] if races else None,
        "lat": lat,
        "lon": lon,
        "cell": f"{round(lat / 3)}/{round(lon / 3)}",
    }
