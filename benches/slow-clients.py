#!/usr/bin/env python3
"""Measures what a well-behaved client waits for while a thousand slow ones hold their connections.

    cargo build --release
    benches/slow-clients.py [--program target/release/feedmill] [--connections 1000] [--seconds 20] [--most MILLISECONDS]

Needs slowhttptest (`apt-get install slowhttptest`). It has four modes: headers that never end, a body that never ends, ranges
without number, and answers that are hardly taken. Meanwhile one client asks for a cached feed, each time over a connection of
its own, fifty times a second. Prints the median, the 99th percentile and the longest time of its answers in milliseconds, and the
threads of the service. The exit code is 1 when an answer fails or a 99th percentile is above --most.
"""

import argparse
import http.client
import importlib.util
import os
import pathlib
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

MODES = {
    "headers": ["-H", "-i", "5"],
    "body": ["-B", "-i", "5", "-s", "8192"],
    "ranges": ["-R", "-a", "10", "-b", "3000"],
    "answers": ["-X", "-w", "10", "-y", "20", "-n", "5", "-z", "16", "-k", "3"],
}
PAUSE_SECONDS = 0.02
PATIENCE_SECONDS = 10


def bench():
    """The site, and how servers are started, of the other benchmark."""
    path = pathlib.Path(__file__).with_name("against-nginx.py")
    spec = importlib.util.spec_from_file_location("against_nginx", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def ask(port):
    """Milliseconds until an answer is there as a whole; none where it fails."""
    began = time.perf_counter()
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE_SECONDS)
    try:
        connection.request("GET", "/feeds/bench/news.rss", headers={"Accept-Encoding": "gzip"})
        answer = connection.getresponse()
        is_good = answer.status == 200 and answer.read()
    except OSError:
        is_good = False
    finally:
        connection.close()
    return (time.perf_counter() - began) * 1_000 if is_good else None


def ask_while(port, is_over):
    times = []
    while not is_over():
        times.append(ask(port))
        time.sleep(PAUSE_SECONDS)
    return times


def attack(mode, port, options, folder):
    command = ["slowhttptest", *MODES[mode], "-c", str(options.connections), "-r", str(options.connections // 4)]
    command += ["-l", str(options.seconds), "-p", "5", "-u", f"http://127.0.0.1:{port}/feeds/bench/news.rss"]
    with open(folder / f"{mode}.log", "wb") as log:
        return subprocess.Popen(command, stdout=log, stderr=log, stdin=subprocess.DEVNULL)


def most_open(log):
    """The most connections that were open at once, as slowhttptest tells every five seconds."""
    found = re.findall(r"connected:\D*(\d+)", re.sub(r"\x1b\[[\d;]*m", "", log.read_text(errors="replace")))
    return max(map(int, found), default=0)


def row(name, times, threads, connections):
    good = sorted(one for one in times if one is not None)
    failed = len(times) - len(good)
    if len(good) < 2:
        return f"{name:10} no answer in {len(times)} tries", float("inf")
    worst = statistics.quantiles(good, n=100, method="inclusive")[98]
    told = f"{name:10} {statistics.median(good):8.1f} {worst:8.1f} {good[-1]:8.1f} {len(good):8} {failed:7} {threads:8}"
    return f"{told} {connections:12}", float("inf") if failed else worst


def threads_of(process):
    return len(os.listdir(f"/proc/{process}/task"))


def measure(port, process, options, folder):
    print(f"{'mode':10} {'median':>8} {'p99':>8} {'longest':>8} {'answers':>8} {'failed':>7} {'threads':>8} {'connections':>12}")
    end = time.monotonic() + 5
    line, worst = row("none", ask_while(port, lambda: time.monotonic() > end), threads_of(process), 0)
    print(line, flush=True)
    for mode in MODES:
        attacker = attack(mode, port, options, folder)
        times = ask_while(port, lambda: attacker.poll() is not None)
        line, found = row(mode, times, threads_of(process), most_open(folder / f"{mode}.log"))
        print(line, flush=True)
        worst = max(worst, found)
    return worst


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--program", default="target/release/feedmill")
    parser.add_argument("--connections", type=int, default=1_000)
    parser.add_argument("--seconds", type=int, default=20)
    parser.add_argument("--most", type=float, default=100.0)
    options = parser.parse_args()
    if not shutil.which("slowhttptest"):
        raise SystemExit("expected slowhttptest, found none (apt-get install slowhttptest)")
    other = bench()
    with tempfile.TemporaryDirectory() as name, other.upstream(other.pages(400)) as site_port:
        folder, port = pathlib.Path(name), other.free_port()
        command, environment = other.feedmill(options, folder, port, site_port)
        environment.pop("FEEDMILL_SERVER__WORKERS")
        processors = ",".join(map(str, os.sched_getaffinity(0)))
        with other.running(command, processors, folder / "service.log", env=environment, cwd=folder) as service:
            other.await_answer(f"http://127.0.0.1:{port}/feeds/bench/news.rss", folder / "service.log")
            worst = measure(port, service.pid, options, folder)
    if worst > options.most:
        sys.exit(f"expected a 99th percentile of at most {options.most} ms and no failure, found {worst:.1f}")


if __name__ == "__main__":
    main()
