#!/usr/bin/env python3
"""Holds the bundled queries to a reference in plain code, over invented stores. See README.md."""

import argparse
import os
import sys
import tempfile
from pathlib import Path

import reports
import trial

# Stores need no disk here.
MEMORY = "/dev/shm" if Path("/dev/shm").is_dir() else None


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--program", required=True, help="the chancery to test")
    parser.add_argument("--seeds", default="0-9", help="which worlds, as 7 or 0-99 [default: %(default)s]")
    parser.add_argument("--query", action="append", help="only this query; can be repeated")
    parser.add_argument("--runs", type=int, default=2, help="runs of each query over a store [default: %(default)s]")
    parser.add_argument("--queries", default=Path(__file__).parents[2] / "queries", help="the folder of the .sql files")
    parser.add_argument("--keep", help="leave the inputs and stores in this folder")
    options = parser.parse_args()
    first, _, last = options.seeds.partition("-")
    uncounted = {path.stem for path in Path(options.queries).glob("*/*.sql")} - set(reports.ALL)
    if uncounted:
        parser.error(f"no function of reports/ counts {', '.join(sorted(uncounted))}")
    totals = {"worlds": 0, "posts": 0, "runs": 0, "rows": 0, "differences": 0}
    for seed in range(int(first), int(last or first) + 1):
        with tempfile.TemporaryDirectory(dir=MEMORY) as temporary:
            folder = Path(options.keep or temporary) / str(seed)
            folder.mkdir(parents=True, exist_ok=True)
            counted = trial.Trial(seed, Path(options.program).resolve(), Path(options.queries), folder).hold(options)
        for key in totals:
            totals[key] += counted[key]
        sys.stdout.flush()
    print(", ".join(f"{count} {key}" for key, count in totals.items()))
    return 1 if totals["differences"] or not totals["rows"] else 0


if __name__ == "__main__":
    os.environ.pop("CHANCERY_DB", None)
    sys.exit(main())
