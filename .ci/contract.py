#!/usr/bin/env python3
"""Holds the running service against openapi.yaml: `.ci/contract.py PROGRAM SCHEMATHESIS [ARGUMENT...]`.

Requests are made of the document, valid ones and others, and every answer is held against it (schemathesis, all checks). The site
that is converted is a small server of benches/against-nginx.py; nothing leaves loopback. Further arguments are for schemathesis.
"""

import argparse
import importlib.util
import os
import pathlib
import subprocess
import sys
import tempfile

HOUSE = pathlib.Path(__file__).resolve().parent.parent
TOKEN = "a-token-for-the-contract"


def bench():
    spec = importlib.util.spec_from_file_location("against_nginx", HOUSE / "benches/against-nginx.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def document(folder, site_port):
    """openapi.yaml with examples that are there: the site of this check in the place of the usual ones."""
    text = (HOUSE / "openapi.yaml").read_text()
    for usual, here in (
        ("example: almayadeen-english", "example: bench"),
        ("example: news/politics", "example: news"),
        ("example: https://news.example/politics", f"example: http://127.0.0.1:{site_port}/news"),
    ):
        assert usual in text, f"openapi.yaml has no {usual!r} any more"
        text = text.replace(usual, here)
    path = folder / "openapi.yaml"
    path.write_text(text)
    return path


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program")
    parser.add_argument("schemathesis")
    options, further = parser.parse_known_args()
    other = bench()
    pages = other.pages(200)
    # The home page, which answers name.
    pages["/"] = pages["/news"]
    with tempfile.TemporaryDirectory() as name, other.upstream(pages) as site_port:
        folder, port = pathlib.Path(name), other.free_port()
        command, environment = other.feedmill(options, folder, port, site_port)
        # The sites that come with the program cannot be had here: each is another name of the one that can.
        for definition in (HOUSE / "sites").glob("*.toml"):
            here = other.DEFINITION.format(port=site_port).replace('"bench"', f'"{definition.stem}"', 1)
            (folder / "sites" / definition.name).write_text(here)
        environment |= {
            "FEEDMILL_ACCESS__CONVERT": "token",
            "FEEDMILL_ACCESS__TOKENS": TOKEN,
            # What is asked for is made up: nothing else is looked up or fetched.
            "FEEDMILL_FETCH__ALLOW": "sites",
        }
        processors = ",".join(map(str, os.sched_getaffinity(0)))
        log = folder / "service.log"
        with other.running(command, processors, log, env=environment, cwd=folder):
            other.await_answer(f"http://127.0.0.1:{port}/feeds/bench/news.rss", log)
            check = [options.schemathesis, "--config-file", str(HOUSE / ".ci/schemathesis.toml"), "run"]
            check += [str(document(folder, site_port)), "--url", f"http://127.0.0.1:{port}", "--checks", "all"]
            check += ["--header", f"Authorization: Bearer {TOKEN}", *further]
            code = subprocess.run(check, cwd=folder).returncode
        if code:
            print(log.read_text()[-4000:], file=sys.stderr)
        sys.exit(code)


if __name__ == "__main__":
    main()
