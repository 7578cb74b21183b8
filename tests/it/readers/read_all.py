#!/usr/bin/env python3
"""Reads feeds as other programs do: RSS and Atom with feedparser, JSON Feed against its schema.

    read_all.py SCHEMA FILE...

Prints one JSON object a line, {"file", "entries", "problem"}; a problem is null where there is none. The format is told by
the extension: .rss, .atom or .json. Ends with 1 when there was a problem.
"""

import json
import pathlib
import sys

import feedparser
import jsonschema

VERSIONS = {".rss": "rss20", ".atom": "atom10"}


def read_xml(path):
    """The number of entries of an RSS or Atom document, and what is wrong with it."""
    feed = feedparser.parse(path.read_bytes())
    if feed.bozo:
        return 0, f"{type(feed.bozo_exception).__name__}: {feed.bozo_exception}"
    if feed.version != VERSIONS[path.suffix]:
        return len(feed.entries), f"expected {VERSIONS[path.suffix]}, found {feed.version!r}"
    ids = {entry.get("id") for entry in feed.entries}
    if None in ids or len(ids) != len(feed.entries):
        return len(feed.entries), "expected an id of its own for every entry"
    return len(feed.entries), None


def read_json(path, validator):
    """The number of items of a JSON Feed, and what is wrong with it."""
    try:
        feed = json.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        return 0, str(error)
    error = jsonschema.exceptions.best_match(validator.iter_errors(feed))
    if error:
        return 0, f"{error.json_path}: {error.message[:200]}"
    return len(feed["items"]), None


def read_all(schema, paths):
    """What the readers say of each file."""
    schema = json.loads(pathlib.Path(schema).read_text(encoding="utf-8"))
    checker = jsonschema.Draft202012Validator.FORMAT_CHECKER
    validator = jsonschema.Draft202012Validator(schema, format_checker=checker)
    for path in map(pathlib.Path, paths):
        if path.suffix == ".json":
            entries, problem = read_json(path, validator)
        else:
            entries, problem = read_xml(path)
        yield {"file": path.name, "entries": entries, "problem": problem}


def main():
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    problems = 0
    for answer in read_all(sys.argv[1], sys.argv[2:]):
        problems += answer["problem"] is not None
        print(json.dumps(answer))
    sys.exit(1 if problems else 0)


if __name__ == "__main__":
    main()
