#!/usr/bin/env python3
"""A small internet in network namespaces: what a page on the public part of it can make the service send to the private part.

Run as root of a network and a mount namespace of its own (`unshare --net --mount`), with the program as the argument. Public
addresses are on this side, served by a site that leads elsewhere with names, redirects and a name that rebinds. Metadata
services and private hosts are behind a link of their own, where every frame is counted. Ends with 0 when none came.
"""

import http.server
import json
import pathlib
import shutil
import socket
import socketserver
import struct
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.parse
import urllib.request

PUBLIC = "9.9.9.9"
# Asked for once without the service, to see that the capture sees it.
CONTROL = "10.9.9.9"
PRIVATE = ["169.254.169.254", "10.1.2.3", "172.16.5.4", "192.168.7.8", "100.64.9.9", "168.63.129.16", "198.18.0.5"]
PRIVATE_V6 = ["fd00:ec2::254", "2001:db8::5", "2001::7"]
SPELLINGS = [
    "http://2852039166/", "http://0xa9fea9fe/", "http://0251.0376.0251.0376/", "http://169.254.43518/", "http://10.66051/",
    "http://[::ffff:169.254.169.254]/", "http://[::ffff:10.1.2.3]/", "http://[64:ff9b::a9fe:a9fe]/",
    "http://[2002:a01:203::1]/", "http://[::10.1.2.3]/", "http://169.254.169.254./", "http://①⑥⑨.254.169.254/",
    "http://user@169.254.169.254/", "http://169.254.169.254:80/latest/meta-data/", "http:\\\\169.254.169.254\\",
]
# Names and their addresses; the last of them changes with each look-up.
NAMES = {"metadata.example": ["169.254.169.254"], "inside.example": ["10.1.2.3"], "both.example": ["192.168.7.8", "172.16.5.4"],
         "shared.example": ["100.64.9.9"]}
REBINDING = "rebind.example"
SITE = "news.example"


def run(*command):
    subprocess.run(command, check=True)


class Site(http.server.BaseHTTPRequestHandler):
    """Every path /to/URL is a redirect there; every other one is a page that names the private addresses wherever it can."""

    protocol_version = "HTTP/1.1"

    def do_GET(self):
        if self.path.startswith("/to/"):
            self.send_response(302)
            location = urllib.parse.unquote(self.path.removeprefix("/to/"))
            self.send_header("Location", location.encode().decode("latin-1"))
            self.send_header("Content-Length", "0")
            self.end_headers()
            return
        # A connection that is kept is not judged anew, for it stays with the address that was.
        self.close_connection = self.headers["Host"] == REBINDING
        is_robots = self.path == "/robots.txt"
        body = (b"" if is_robots else page().encode())
        self.send_response(404 if is_robots else 200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        if self.close_connection:
            self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


class Server(socketserver.ThreadingMixIn, http.server.HTTPServer):
    daemon_threads = True


def page():
    targets = [f"http://{host}/" for host in [*PRIVATE, *NAMES, REBINDING]] + [f"http://[{host}]/" for host in PRIVATE_V6]
    cards = "".join(f'<article><h2><a href="{url}story-{number}">A long story of the day about matter {number}</a></h2>'
                    f'<img src="{url}image.png"><time datetime="2026-03-0{number % 9 + 1}T10:00:00Z">then</time></article>'
                    for number, url in enumerate(targets))
    links = "".join(f'<link rel="alternate" type="application/rss+xml" href="{url}feed.xml"><link rel="next" href="{url}2">'
                    for url in targets[:4])
    return f"<!doctype html><html lang=en><head><title>News</title>{links}</head><body><h1>News</h1>{cards}</body></html>"


def answer_names(lookups):
    """A name server: A records of the tables, none of any other type."""
    listener = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    listener.bind(("127.0.0.1", 53))
    while True:
        query, client = listener.recvfrom(512)
        labels, at = [], 12
        while query[at]:
            labels.append(query[at + 1:at + 1 + query[at]].decode())
            at += query[at] + 1
        kind, = struct.unpack("!H", query[at + 1:at + 3])
        name, found = ".".join(labels).lower(), []
        if kind == 1 and name == REBINDING:
            lookups.append(name)
            found = [PUBLIC if len(lookups) % 2 else "169.254.169.254"]
        elif kind == 1:
            found = [PUBLIC] if name == SITE else NAMES.get(name, [])
        records = b"".join(b"\xc0\x0c\0\1\0\1\0\0\0\0\0\4" + socket.inet_aton(address) for address in found)
        header = query[:2] + struct.pack("!HHHHH", 0x8180, 1, len(found), 0, 0)
        listener.sendto(header + query[12:at + 5] + records, client)


def is_chatter(frame):
    """What every interface says of itself: router solicitations, reports of groups, and the search for its own address."""
    if frame[12:14] != b"\x86\xdd":
        return False
    header, source, body = frame[20], frame[22:38], frame[54:]
    return header == 0 or (header == 58 and (body[0] in (133, 143) or (body[0] == 135 and not any(source))))


def frames_of(capture):
    """The frames that came, without chatter: those of the control, and the others."""
    controlled, others = [], []
    while True:
        try:
            frame = capture.recv(2048)
        except BlockingIOError:
            return controlled, others
        if not is_chatter(frame):
            (controlled if socket.inet_aton(CONTROL) in frame else others).append(frame)


def build():
    """This side with the public address, and a link to the private part, whose far end swallows everything."""
    run("ip", "link", "set", "lo", "up")
    run("ip", "address", "add", f"{PUBLIC}/32", "dev", "lo")
    run("ip", "link", "add", "inside", "type", "veth", "peer", "name", "beyond")
    run("ip", "link", "set", "inside", "up")
    run("ip", "link", "set", "beyond", "up")
    for address in PRIVATE:
        run("ip", "route", "add", f"{address}/32", "dev", "inside")
    # Whatever else is asked for goes there as well.
    run("ip", "route", "add", "default", "dev", "inside")
    run("ip", "-6", "route", "add", "default", "dev", "inside")
    resolver = pathlib.Path(tempfile.mkstemp()[1])
    resolver.write_text("nameserver 127.0.0.1\noptions timeout:1 attempts:1\n")
    run("mount", "--bind", str(resolver), "/etc/resolv.conf")


def ask(path):
    """The status of an answer of the service, and its text."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:8080{path}", timeout=60) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()


def serve(program, folder):
    configuration = folder / "feedmill.toml"
    configuration.write_text('data_dir = "data"\n[fetch]\nhost_interval_seconds = 0\nconnect_timeout_seconds = 2\ntimeout_seconds = 5\n')
    log = (folder / "log").open("w")
    service = subprocess.Popen([program, "serve", "--config", str(configuration)], cwd=folder, env={}, stderr=log)
    for _ in range(200):
        try:
            if ask("/readyz")[0] == 200:
                return service
        except OSError:
            pass
        time.sleep(0.05)
    raise SystemExit("the service did not start")


def forbidden():
    direct = [f"http://{host}/" for host in [*PRIVATE, *NAMES]] + [f"http://[{host}]/" for host in PRIVATE_V6] + SPELLINGS
    redirected = [f"http://{SITE}/to/{urllib.parse.quote(url, safe='')}" for url in direct]
    return direct + redirected


def main():
    program, folder, lookups = sys.argv[1], pathlib.Path(tempfile.mkdtemp()), []
    build()
    capture = socket.socket(socket.AF_PACKET, socket.SOCK_RAW | socket.SOCK_NONBLOCK, socket.htons(3))
    capture.bind(("beyond", 0))
    threading.Thread(target=answer_names, args=(lookups,), daemon=True).start()
    site = Server((PUBLIC, 80), Site)
    threading.Thread(target=site.serve_forever, daemon=True).start()
    with socket.socket() as probe:
        probe.settimeout(0.3)
        probe.connect_ex((CONTROL, 80))

    service, wrong = serve(program, folder), []
    try:
        # Its page is served, with whatever it names.
        status, text = ask("/convert.json?url=" + urllib.parse.quote(f"http://{SITE}/", safe=""))
        if status != 200 or "matter 3" not in text:
            wrong.append(f"the public page: {status} {text[:300]}")
        for url in forbidden():
            for path in ["/convert.rss", "/api/v1/listing", "/api/v1/article"]:
                status, text = ask(f"{path}?url=" + urllib.parse.quote(url, safe=""))
                if status not in (400, 403, 422, 502):
                    wrong.append(f"{path} {url}: {status} {text[:200]}")
        for _ in range(20):
            ask("/api/v1/article?url=" + urllib.parse.quote(f"http://{REBINDING}/{len(lookups)}", safe=""))
    finally:
        service.terminate()
        service.wait(30)
        shutil.rmtree(folder)
    controlled, frames = frames_of(capture)
    if not controlled:
        wrong.append("the capture saw nothing of a connection to a private address")
    if len(lookups) < 10:
        wrong.append(f"the rebinding name was looked up {len(lookups)} times")
    wrong += [f"a frame came: {frame[:80].hex()}" for frame in frames[:5]]
    print(json.dumps({"asked": 3 * len(forbidden()) + 21, "look-ups of the rebinding name": len(lookups),
                      "frames of a connection without the guard": len(controlled), "frames": len(frames)}))
    for line in wrong:
        print(line, file=sys.stderr)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
