#!/usr/bin/env python3
"""Measures a cached feed of feedmill against nginx that serves the same bytes as a file.

    cargo build --release
    benches/against-nginx.py [--program target/release/feedmill] [--seconds 5] [--rounds 4] [--least RATIO]

Needs nginx and wrk (`apt-get install nginx wrk`). The site that is converted is a small server in this script; nothing leaves
loopback. Each server has one worker on the first processor, wrk one thread and 16 connections on the second, and they take
turns. nginx stands there twice: as it comes, opening the file for every request (without an access log), and tuned to keep it
open. Prints the median requests a second of the rounds, the processor time of a request, and the memory of feedmill.
With --least the exit code is 1 when a ratio to nginx as it comes is below it.
"""

import argparse
import contextlib
import gzip
import http.server
import json
import os
import pathlib
import re
import shutil
import signal
import socket
import statistics
import subprocess
import tempfile
import threading
import time
import urllib.error
import urllib.request

ARTICLES = 20
FEED_BYTES = 50_000
CONNECTIONS = 16
START_SECONDS = 20
TUNING = {"nginx": "", "nginx, file kept open": "open_file_cache max=16 inactive=1h;"}
WORDS = (
    "harbour council ferry winter repairs morning bridge market school river festival budget engineers residents plans "
    "station library weather season children garden street museum volunteers timetable lanterns orchard"
).split()

DEFINITION = """
name = "bench"
title = "The Benchmark Gazette"
home = "http://127.0.0.1:{port}/"
language = "en"
time_zone = "Europe/Dublin"

[[sections]]
path = "news"
title = "News"
url = "/news"

[listing]
entry = "article"
title = "h2"
link = "h2 a@href"
date = "time@datetime"

[article]
title = "h1"
body = "div.story"
date = "time@datetime"
"""

NGINX = """
{user}
worker_processes 1;
daemon off;
pid {folder}/nginx.pid;
error_log {folder}/nginx.log;
events {{ worker_connections 256; }}
http {{
    access_log off;
    sendfile on;
    tcp_nopush on;
    keepalive_requests 100000000;
    {tuning}
    client_body_temp_path {folder}/t1;
    proxy_temp_path {folder}/t2;
    fastcgi_temp_path {folder}/t3;
    uwsgi_temp_path {folder}/t4;
    scgi_temp_path {folder}/t5;
    types {{ application/rss+xml rss; }}
    server {{
        listen 127.0.0.1:{port};
        root {folder}/files;
        gzip_static on;
    }}
}}
"""


def sentence(seed, length):
    """Text that compresses about as well as news does: the same few words, never in the same order."""
    words = []
    for at in range(length):
        seed = (seed * 1103515245 + 12345 + at) % 2**31
        words.append(WORDS[(seed >> 8) % len(WORDS)])
    return " ".join(words).capitalize() + "."


def pages(words_an_article):
    """The listing and its articles by path."""
    cards, site = [], {}
    for number in range(ARTICLES):
        title = sentence(number, 6)
        date = f"2026-03-{number % 28 + 1:02}T08:00:00+00:00"
        story = "".join(f"<p>{sentence(number * 100 + part, 40)}</p>" for part in range(words_an_article // 40))
        path = f"/news/{1000 + number}"
        cards.append(f'<article><h2><a href="{path}">{title}</a></h2><time datetime="{date}">then</time></article>')
        site[path] = f'<h1>{title}</h1><time datetime="{date}">then</time><div class="story">{story}</div>'
    site["/news"] = "<main>" + "".join(cards) + "</main>"
    frame = '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>News</title></head><body>{}</body></html>'
    return {path: frame.format(body).encode() for path, body in site.items()}


@contextlib.contextmanager
def upstream(site):
    """The site that is converted."""

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            body = site.get(self.path)
            self.send_response(200 if body else 404)
            self.send_header("content-type", "text/html; charset=utf-8")
            self.send_header("content-length", str(len(body or b"")))
            self.end_headers()
            self.wfile.write(body or b"")

        def log_message(self, *_):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield server.server_port
    finally:
        server.shutdown()


@contextlib.contextmanager
def running(command, processor, log, **options):
    """A server on one processor; it is asked to stop in the end."""
    with open(log, "wb") as out:
        process = subprocess.Popen(["taskset", "-c", str(processor), *command], stdout=out, stderr=out, **options)
    try:
        yield process
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(timeout=40)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def get(url, headers=None):
    """Status, headers and body."""
    try:
        with urllib.request.urlopen(urllib.request.Request(url, headers=headers or {}), timeout=60) as answer:
            return answer.status, answer.headers, answer.read()
    except urllib.error.HTTPError as error:
        return error.code, error.headers, error.read()


def await_answer(url, log):
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end:
        try:
            return get(url)
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.02)
    raise SystemExit(f"no answer from {url} after {START_SECONDS} seconds:\n{pathlib.Path(log).read_text()}")


def processes(root):
    """A process and its children."""
    children = pathlib.Path(f"/proc/{root}/task/{root}/children").read_text().split()
    return [root, *map(int, children)]


def processor_seconds(root):
    """What a server has used of its processor."""
    ticks = 0
    for process in processes(root):
        fields = pathlib.Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
        ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def megabytes(process):
    """What a process holds in memory, shared pages of its program included."""
    status = pathlib.Path(f"/proc/{process}/status").read_text()
    return int(re.search(r"VmRSS:\s+(\d+)", status)[1]) / 1024


def load(url, headers, seconds, processor):
    """Requests a second, and how many requests there were."""
    flags = [flag for name, value in headers.items() for flag in ("-H", f"{name}: {value}")]
    command = ["taskset", "-c", str(processor), "wrk", "-t1", f"-c{CONNECTIONS}", f"-d{seconds}s", *flags, url]
    told = subprocess.run(command, capture_output=True, text=True, timeout=seconds + 30, check=True).stdout
    if "Socket errors" in told or "Non-2xx" in told:
        raise SystemExit(f"{url}: {told}")
    return float(re.search(r"Requests/sec:\s+([\d.]+)", told)[1]), int(re.search(r"(\d+) requests in", told)[1])


def cases(servers):
    """What is asked of each server, after a look that both answer alike."""
    plain, packed, known = {}, {}, {}
    for name, url in servers.items():
        status, headers, body = get(url, {"Accept-Encoding": "identity"})
        assert status == 200 and "content-encoding" not in headers, (name, status, headers)
        plain[name] = ({}, body)
        status, headers_packed, body = get(url, {"Accept-Encoding": "gzip"})
        assert status == 200 and headers_packed["content-encoding"] == "gzip", (name, status, headers_packed)
        packed[name] = ({"Accept-Encoding": "gzip"}, gzip.decompress(body))
        condition = {"If-None-Match": headers["etag"]}
        status, _, body = get(url, {"Accept-Encoding": "identity", **condition})
        assert status == 304 and not body, (name, status)
        known[name] = (condition, b"")
    named = {"200 plain": plain, "200 gzip": packed, "304": known}
    for name, case in named.items():
        assert len({body for _, body in case.values()}) == 1, f"{name}: the servers answer differently"
    return {name: {server: headers for server, (headers, _) in case.items()} for name, case in named.items()}


def measure(servers, roots, options, processor):
    """Per case and server the median requests a second and processor microseconds of a request."""
    figures = {}
    for case, headers in cases(servers).items():
        rounds = {name: [] for name in servers}
        for turn in range(options.rounds):
            # Who begins changes, so that neither always finds the machine warm.
            for name in list(servers)[:: 1 if turn % 2 else -1]:
                before = processor_seconds(roots[name])
                speed, requests = load(servers[name], headers[name], options.seconds, processor)
                spent = processor_seconds(roots[name]) - before
                rounds[name].append((speed, spent * 1e6 / requests))
        figures[case] = {name: [statistics.median(column) for column in zip(*rows)] for name, rows in rounds.items()}
    return figures


def feedmill(options, folder, port, site_port):
    """The command and the environment of the service."""
    sites = folder / "sites"
    sites.mkdir()
    (sites / "bench.toml").write_text(DEFINITION.format(port=site_port))
    settings = {
        "DATA_DIR": folder / "data",
        "SERVER__LISTEN": f"127.0.0.1:{port}",
        "SERVER__WORKERS": "1",
        "SITES__DIR": sites,
        "FETCH__PRIVATE_HOSTS": json.dumps([f"127.0.0.1:{site_port}"]),
        "FETCH__HOST_INTERVAL_SECONDS": "0",
        "LOG__FILTER": "warn",
    }
    environment = {"PATH": os.environ["PATH"], **{f"FEEDMILL_{key}": str(value) for key, value in settings.items()}}
    return [str(pathlib.Path(options.program).resolve()), "serve"], environment


def report(figures, sizes, memory, options):
    print(f"feed of {sizes[0]} bytes, {sizes[1]} in gzip; {options.rounds} rounds of {options.seconds} s, medians\n")
    print("| | server | requests/s | us CPU | feedmill's ratio to it |")
    print("|---|---|---|---|---|")
    ratios = []
    for case, figure in figures.items():
        for name, (speed, cost) in figure.items():
            ratio = figure["feedmill"][0] / speed
            print(f"| {case} | {name} | {speed:.0f} | {cost:.1f} | {ratio:.2f} |")
            ratios += [ratio] if name == "nginx" else []
    print(f"\nmemory of feedmill: {memory[0]:.1f} MB idle after its start, {memory[1]:.1f} MB after the load")
    return min(ratios)


@contextlib.contextmanager
def nginxes(folder, server):
    """Every nginx that is measured against: the address of its file and its process by name."""
    user = "user root;" if os.geteuid() == 0 else ""
    with contextlib.ExitStack() as stack:
        known = {}
        for number, (name, tuning) in enumerate(TUNING.items()):
            home, port = folder / f"nginx{number}", free_port()
            home.mkdir()
            (home / "files").symlink_to(folder / "files")
            (home / "nginx.conf").write_text(NGINX.format(folder=home, port=port, user=user, tuning=tuning))
            command = ["nginx", "-c", str(home / "nginx.conf")]
            process = stack.enter_context(running(command, server, home / "nginx.out"))
            url = f"http://127.0.0.1:{port}/news.rss"
            await_answer(url, home / "nginx.out")
            known[name] = (url, process.pid)
        yield known


def run(options, folder):
    server, client = sorted(os.sched_getaffinity(0))[:2]
    (folder / "files").mkdir()
    # As many words as make a feed of the size: each stands once in the text and the markup around them is small.
    with upstream(pages(FEED_BYTES // ARTICLES // 9)) as site_port:
        port = free_port()
        command, environment = feedmill(options, folder, port, site_port)
        log = folder / "feedmill.log"
        with running(command, server, log, env=environment, cwd=folder) as service:
            await_answer(f"http://127.0.0.1:{port}/readyz", log)
            idle = megabytes(service.pid)
            url = f"http://127.0.0.1:{port}/feeds/bench/news.rss"
            status, _, body = get(url)
            if status != 200 or not FEED_BYTES * 0.8 < len(body) < FEED_BYTES * 1.2:
                raise SystemExit(f"{url}: status {status}, {len(body)} bytes\n{log.read_text()}")
            packed = get(url, {"Accept-Encoding": "gzip"})[2]
            (folder / "files/news.rss").write_bytes(body)
            (folder / "files/news.rss.gz").write_bytes(packed)
            with nginxes(folder, server) as known:
                servers = {name: address for name, (address, _) in known.items()} | {"feedmill": url}
                roots = {name: process for name, (_, process) in known.items()} | {"feedmill": service.pid}
                figures = measure(servers, roots, options, client)
            return report(figures, (len(body), len(packed)), (idle, megabytes(service.pid)), options)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--program", default="target/release/feedmill")
    parser.add_argument("--seconds", type=int, default=5)
    parser.add_argument("--rounds", type=int, default=4)
    parser.add_argument("--least", type=float, default=0.0)
    options = parser.parse_args()
    for tool in ("nginx", "wrk", "taskset"):
        if not shutil.which(tool):
            raise SystemExit(f"{tool} is needed and not there")
    if len(os.sched_getaffinity(0)) < 2:
        raise SystemExit("two processors are needed, one for the server and one for the load")
    with tempfile.TemporaryDirectory() as folder:
        worst = run(options, pathlib.Path(folder))
    if worst < options.least:
        raise SystemExit(f"expected a ratio of at least {options.least}, found {worst:.2f}")


if __name__ == "__main__":
    main()
