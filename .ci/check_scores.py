#!/usr/bin/env python3
"""Holds what the scores printed against the floors of the project.

    check_scores.py FLOORS SCORES...

FLOORS is a JSON object from names to figures, SCORES what score_listing.py, score_articles.py and score_dates.py printed.
Fails where a figure is below its floor or missing, and where a floor was lowered in the history of the file.
"""

import json
import math
import pathlib
import re
import subprocess
import sys

# What a line of the scores says, by its pattern: names for the groups in their order.
LINES = [
    (r"^(sites|wild) .*?F1 ([\d.]+).*title ([\d.]+).*date ([\d.]+)", ["listing {0} F1", "listing {0} title", "listing {0} date"]),
    (r"^body word-F1 +(\w+) +([\d.]+)", ["{0} body F1"]),
    (r"^(title) +same ([\d.]+)", ["article title"]),
    (r"^(authors) +F1 ([\d.]+)", ["article authors F1"]),
    (r"^(pages) \d+ +F1 ([\d.]+) +precision ([\d.]+)", ["publication date F1", "publication date precision"]),
]


# Figures that must not grow: their floors are ceilings, kept as negative numbers.
CEILINGS = [
    (r"^authors .*invented (\d+) of", "article authors invented"),
    (r"^date .*invented (\d+) of", "article dates invented"),
    (r"^sites .*\(wrong (\d+)\)", "listing sites dates wrong"),
]


def figures(paths):
    found = {}
    for path in paths:
        for line in pathlib.Path(path).read_text(encoding="utf-8").splitlines():
            for pattern, names in LINES:
                match = re.search(pattern, line)
                if match:
                    first, *values = match.groups()
                    found |= {name.format(first): float(value) for name, value in zip(names, values)}
            for pattern, name in CEILINGS:
                match = re.search(pattern, line)
                if match:
                    found[name] = -float(match[1])
    return found


def lowered(path):
    """Floors that are lower than an earlier commit had them."""
    git = lambda *words: subprocess.run(["git", *words], capture_output=True, text=True, cwd=path.parent, check=False).stdout
    now = json.loads(path.read_text(encoding="utf-8"))
    told = []
    for commit in git("log", "--format=%H", "--", path.name).split():
        for name, floor in json.loads(git("show", f"{commit}:./{path.name}") or "{}").items():
            if now.get(name, -math.inf) < floor:
                told.append(f"{name}: the floor was {floor} in {commit[:8]} and is {now.get(name, 'gone')}")
    return told


def main():
    path = pathlib.Path(sys.argv[1]).resolve()
    floors, found = json.loads(path.read_text(encoding="utf-8")), figures(sys.argv[2:])
    failures = lowered(path)
    for name, floor in floors.items():
        value = found.get(name)
        print(f"{name:32} {'missing' if value is None else f'{value:.4f}'}  at least {floor:.3f}")
        if value is None or value < floor:
            failures.append(f"{name}: expected at least {floor}, found {value}")
    if failures:
        raise SystemExit("\n".join(failures))


if __name__ == "__main__":
    main()
