#!/usr/bin/env python3
"""Kills a running service at random moments under load, and looks whether it still has all that it had handed out.

    cargo build --release
    benches/crash.py [--program target/release/feedmill] [--kills 100] [--seed 1]

A site on loopback publishes a story every third of a second. Readers ask for its feeds in every format all the time. The
service gets SIGKILL at a random moment, from before it listens to one and a half seconds later, and is started again over the
same data. After every start each item that a reader was ever served must be there, with the same id, dates, address and text;
no story may have two ids; and a feed that says the same must have the same entity tag as before. Ends with exit code 1 when
one of these fails. Nothing leaves loopback, and nothing is stopped but the service that this script has started.
"""

import argparse
import concurrent.futures
import http.client
import http.server
import json
import os
import pathlib
import random
import re
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time

SECTIONS = 4
READERS = 4
STORIES_A_SECOND = 3
SHOWN = 30
# A start that takes longer is a failure of its own.
START_SECONDS = 30

WORDS = "ferry bridge mill harbour orchard lantern gauge quarry tram granary weir chapel market meadow signal barge".split()


class Press:
    """A site that publishes by the clock. Every third story has no date."""

    def __init__(self):
        self.began = time.time()

    def stories(self):
        return 40 + int((time.time() - self.began) * STORIES_A_SECOND)

    def date(self, number):
        moment = self.began + (number - 40) / STORIES_A_SECOND
        text = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(moment))
        return "" if number % 3 == 0 else f'<time datetime="{text}">then</time>'

    @staticmethod
    def title(number):
        chance = random.Random(number)
        return f"Story {number}: the {chance.choice(WORDS)} and the {chance.choice(WORDS)}"

    def listing(self, section):
        # A story stands in two sections.
        shown = [n for n in range(self.stories(), 0, -1) if n % SECTIONS == section or n % (SECTIONS + 3) == section][:SHOWN]
        cards = "".join(f'<article><h2><a href="/a/{n}">{self.title(n)}</a></h2>{self.date(n)}</article>' for n in shown)
        return f"<!doctype html><html lang=en><title>Section {section}</title>{cards}</html>"

    def article(self, number):
        chance = random.Random(number)
        text = "".join(
            f"<p>In the year of the {chance.choice(WORDS)} the {chance.choice(WORDS)} was carried to the {chance.choice(WORDS)}.</p>"
            for _ in range(8)
        )
        return (
            f"<!doctype html><html lang=en><title>{self.title(number)}</title><article><h1>{self.title(number)}</h1>"
            f"{self.date(number)}<div class=text>{text}</div></article></html>"
        )


def site(press):
    class Site(http.server.BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self):
            kind, _, number = self.path.strip("/").partition("/")
            known = kind in ("s", "a") and number.isdigit()
            page = (press.listing if kind == "s" else press.article)(int(number)) if known else "no such page"
            body = page.encode()
            self.send_response(200 if known else 404)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Site)
    server.daemon_threads = True
    # A client that is killed leaves its connections.
    server.handle_error = lambda *_: None
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server.server_address[1]


DEFINITION = """
name = "press"
title = "The press"
home = "http://127.0.0.1:{port}/"
language = "en"

[listing]
entry = "article"
title = "h2"
link = "h2 a@href"
date = "time@datetime"

[article]
title = "h1"
date = "time@datetime"
body = ".text"
"""

SECTION = """
[[sections]]
path = "s/{n}"
title = "Section {n}"
group = "All"
url = "/s/{n}"
"""


class Served:
    """All that readers were given."""

    def __init__(self):
        self.lock = threading.Lock()
        self.items = {}
        self.ids = {}
        self.tags = {}
        self.answers = 0
        self.wrong = []

    def complain(self, text):
        if len(self.wrong) < 20:
            print("WRONG:", text, flush=True)
        self.wrong.append(text)

    def note(self, feed, kind, body, tag):
        with self.lock:
            self.answers += 1
            if kind == "json":
                self.note_items(feed, json.loads(body)["items"])
            if tag is not None:
                self.note_tag(feed, kind, body, tag)

    def note_items(self, feed, items):
        for item in items:
            before = self.items.setdefault((feed, item["id"]), item)
            if before != item:
                self.complain(f"{feed}: {item['id']} was {before} and is {item}")
                self.items[feed, item["id"]] = item
            story = item["title"].split(":")[0]
            if self.ids.setdefault(story, item["id"]) != item["id"]:
                self.complain(f"{feed}: {story} is {self.ids[story]} and {item['id']}")

    def note_tag(self, feed, kind, body, tag):
        """The same feed has the same tag, and so the same moment of its last change."""
        said = body.decode()
        if kind == "atom":
            said = re.sub(r"<updated>[^<]*</updated>", "", said, count=1) if said.find("<updated>") < said.find("<entry>") else said
        if kind == "rss":
            said = re.sub(r"<lastBuildDate>[^<]*</lastBuildDate>", "", said, count=1)
        before = self.tags.setdefault((feed, kind, said), tag)
        if before != tag:
            self.complain(f"{feed}.{kind}: the same feed had the tag {before} and has {tag}")

    def check(self, feed, items):
        """Everything that was served of a feed is there, unchanged."""
        there = {item["id"]: item for item in items}
        with self.lock:
            for (of, key), item in self.items.items():
                if of == feed and there.get(key) != item:
                    self.complain(f"{feed}: {key} was {item} and after the start is {there.get(key)}")


def get(port, path, timeout=20, headers=None):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=timeout)
    try:
        connection.request("GET", path, headers=headers or {})
        answer = connection.getresponse()
        body = answer.read()
        if answer.length not in (0, None):
            raise http.client.IncompleteRead(body)
        return answer.status, answer.headers, body
    finally:
        connection.close()


GONE = (OSError, http.client.HTTPException)


def read_on(port, served, chance, stop):
    while not stop.is_set():
        feed, kind = f"s/{chance.randrange(SECTIONS)}", chance.choice(["json", "rss", "atom"])
        try:
            status, headers, body = get(port, f"/feeds/press/{feed}.{kind}")
        except GONE:
            if not stop.is_set():
                time.sleep(0.01)
            continue
        if status == 200:
            served.note(feed, kind, body, headers["ETag"])


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Service:
    def __init__(self, program, folder, port, upstream):
        self.port = port
        self.command = [program, "serve", "--listen", f"127.0.0.1:{port}", "--data-dir", str(folder / "data"), "--sites", str(folder / "sites")]
        self.environment = os.environ | {
            "FEEDMILL_FETCH__PRIVATE_HOSTS": json.dumps([f"127.0.0.1:{upstream}"]),
            "FEEDMILL_FETCH__HOST_INTERVAL_SECONDS": "0",
            "FEEDMILL_FETCH__HOST_CONCURRENCY": "8",
            "FEEDMILL_FETCH__HOST_REQUESTS_PER_DAY": "10000000",
            "FEEDMILL_CACHE__TTL_SECONDS": "1",
            "FEEDMILL_FEEDS__LEAST_INTERVAL_SECONDS": "1",
            "FEEDMILL_FEEDS__MOST_INTERVAL_SECONDS": "1",
        }
        self.log = open(folder / "log.txt", "ab")
        self.process = None

    def start(self):
        self.process = subprocess.Popen(self.command, env=self.environment, stdout=self.log, stderr=self.log)

    def is_up(self):
        try:
            return get(self.port, "/readyz", timeout=1)[0] == 200
        except GONE:
            return False

    def wait(self):
        until = time.monotonic() + START_SECONDS
        while not self.is_up():
            if self.process.poll() is not None or time.monotonic() > until:
                sys.exit(f"the service did not start, exit code {self.process.poll()}")
            time.sleep(0.005)

    def kill(self):
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()


def look(service, served):
    for section in range(SECTIONS):
        feed = f"s/{section}"
        for kind in ("json", "rss", "atom"):
            status, headers, body = get(service.port, f"/feeds/press/{feed}.{kind}")
            if status != 200:
                served.complain(f"{feed}.{kind}: status {status}: {body[:300]}")
                return
            served.note(feed, kind, body, headers["ETag"])
        status, _, body = get(service.port, f"/feeds/press/{feed}.json?limit=1000")
        items = json.loads(body)["items"] if status == 200 else []
        served.check(feed, items)
        served.note(feed, "json", body, None)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--program", default="target/release/feedmill")
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    chance, served, began = random.Random(arguments.seed), Served(), time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        upstream = site(Press())
        (folder / "sites").mkdir()
        sections = "".join(SECTION.format(n=n) for n in range(SECTIONS))
        (folder / "sites/press.toml").write_text(DEFINITION.format(port=upstream) + sections)
        service = Service(arguments.program, folder, free_port(), upstream)
        early = 0
        for _ in range(arguments.kills):
            service.start()
            # One in ten dies before anybody could ask it anything.
            if chance.random() < 0.1:
                early += 1
                time.sleep(chance.uniform(0, 0.1))
                service.kill()
                continue
            service.wait()
            look(service, served)
            stop = threading.Event()
            with concurrent.futures.ThreadPoolExecutor(READERS) as pool:
                for reader in range(READERS):
                    pool.submit(read_on, service.port, served, random.Random(chance.random()), stop)
                time.sleep(chance.uniform(0, 1.5))
                service.kill()
                stop.set()
        service.start()
        service.wait()
        look(service, served)
        service.kill()
        log = (folder / "log.txt").read_text(errors="replace")
        if "DATABASE IS DAMAGED" in log or "panicked" in log:
            served.complain("the log tells of damage or a panic")
    print(
        f"{arguments.kills} kills ({early} before the service listened) in {time.monotonic() - began:.0f} s, seed {arguments.seed}: "
        f"{served.answers} answers with {len(served.items)} items of {len(served.ids)} stories, {len(served.wrong)} wrong"
    )
    if len(served.ids) < arguments.kills:
        sys.exit("expected at least a story for each kill: the service hardly refreshed")
    sys.exit(1 if served.wrong else 0)


if __name__ == "__main__":
    main()
