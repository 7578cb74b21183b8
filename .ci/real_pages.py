#!/usr/bin/env python3
"""Runs the program over saved pages of real sites: every listing becomes a feed in three formats, every article JSON.

    real_pages.py PROGRAM EVAL_FOLDER OUTPUT_FOLDER

No page may make it panic, and everything it prints must be well-formed. A page on which it finds no entries is reported
and no failure: how much it finds is measured elsewhere. Writes listing.out, articles.out and dates.out for the scores.
"""

import concurrent.futures
import json
import os
import pathlib
import subprocess
import sys
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests/it/readers"))
sys.dont_write_bytecode = True
import read_all  # noqa: E402

FORMATS = ("rss", "atom", "json")
SECONDS_A_PAGE = 60
NO_ENTRIES = "expected entries on"


def pages_of(folder):
    lines = (folder / "manifest.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines if line.strip()]


def feed(program, folder, output, page, kind):
    """Converts one page; returns what went wrong, or "" or "none" (no entries)."""
    path = output / f"{page['id']}.{kind}"
    command = [program, "feed", folder / page["path"], "--url", page["url"], "--format", kind]
    try:
        done = subprocess.run(command, capture_output=True, timeout=SECONDS_A_PAGE, check=False)
    except subprocess.TimeoutExpired:
        return f"{path.name}: not done after {SECONDS_A_PAGE} seconds"
    told = done.stderr.decode("utf-8", "replace")
    if done.returncode == 0 and "panicked" not in told:
        path.write_bytes(done.stdout)
        return ""
    if done.returncode == 1 and NO_ENTRIES in told and "panicked" not in told:
        return "none"
    return f"{path.name}: exit code {done.returncode}: {told.strip()[-300:]}"


def feeds(program, folder, output):
    """Converts every listing; returns failures, the ids without entries, and how many documents were read."""
    output.mkdir(parents=True, exist_ok=True)
    for old in output.iterdir():
        old.unlink()
    pages = pages_of(folder)
    tasks = [(page, kind) for page in pages for kind in FORMATS]
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        answers = list(pool.map(lambda task: feed(program, folder, output, *task), tasks))
    failures = [answer for answer in answers if answer not in ("", "none")]
    empty = {page["id"] for (page, _), answer in zip(tasks, answers) if answer == "none"}
    counts = {}
    for told in read_all.read_all(ROOT / "tests/schema/jsonfeed-1.1.json", sorted(output.iterdir())):
        if told["problem"]:
            failures.append(f"{told['file']}: {told['problem']}")
        counts.setdefault(told["file"].rsplit(".", 1)[0], set()).add(told["entries"])
    failures += [f"{name}: the formats differ: {sorted(found)}" for name, found in counts.items() if len(found) > 1]
    return failures, empty, len(pages)


def extract(program, kind, folder, answers):
    """Reads every page of a manifest; returns failures and how many pages there were."""
    pages = pages_of(folder)
    with answers.open("wb") as out:
        command = [program, "extract", kind, "--manifest", folder / "manifest.jsonl"]
        done = subprocess.run(command, stdout=out, stderr=subprocess.PIPE, timeout=1200, check=False)
    told = done.stderr.decode("utf-8", "replace")
    failures = []
    if "panicked" in told or done.returncode not in (0, 1):
        failures.append(f"{answers.name}: exit code {done.returncode}: {told.strip()[-600:]}")
    # Not splitlines: texts may hold other ends of lines (U+0085, U+2028), which JSON leaves as they are.
    lines = [json.loads(line) for line in answers.read_text(encoding="utf-8").split("\n") if line]
    missing = {page["id"] for page in pages} - {line["id"] for line in lines}
    failures += [f"{answers.name}: no answer for {name}" for name in sorted(missing)]
    failures += [f"{answers.name}: {line['id']}: {line['error']}" for line in lines if "error" in line]
    return failures, len(pages)


def main():
    if len(sys.argv) != 4:
        sys.exit(__doc__)
    program, pages, output = map(lambda name: pathlib.Path(name).resolve(), sys.argv[1:])
    start = time.monotonic()
    failures, empty, listings = feeds(program, pages / "listing", output / "feeds")
    read = {}
    for name, kind in (("listing", "listing"), ("articles", "article"), ("dates", "article")):
        found, read[name] = extract(program, kind, pages / name, output / f"{name}.out")
        failures += found
    print(f"{len(empty)} listing pages without entries: {' '.join(sorted(empty))}")
    print("\n".join(failures))
    summary = (
        f"{listings} listings as feeds in {len(FORMATS)} formats ({len(empty)} without entries), "
        f"{read['listing']} listings, {read['articles']} articles and {read['dates']} dated pages as JSON, "
        f"{len(failures)} failures, {time.monotonic() - start:.0f} seconds"
    )
    (output / "summary.txt").write_text(summary + "\n", encoding="utf-8")
    print(summary)
    sys.exit(1 if failures else 0)


if __name__ == "__main__":
    main()
