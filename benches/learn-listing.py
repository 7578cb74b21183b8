#!/usr/bin/env python3
"""Learns the weights by which detection finds the entries of a listing, from pages whose entries are known.

    feedmill extract listing --explain --manifest PAGES/manifest.jsonl >target/groups.jsonl
    benches/learn-listing.py target/groups.jsonl PAGES            figures, by cross-validation over sites
    benches/learn-listing.py target/groups.jsonl PAGES --not NOT --write    and src/extract/listing/weights.rs

NOT is what the same command says of pages that are no listings, such as articles.

PAGES holds manifest.jsonl with lines {id, path, url} and truth.jsonl with lines {id, set, items: [{url}], other: {url: kind}}.
A link that is in neither counts as wrong, one of the kind "neutral" as nothing.

Three models are learned. The first chooses the best group of a page: weights whose softmax over the groups of a page puts most
on those that answer well by themselves (the squared F1, relative to the best single group). The second, a logistic
regression, tells which groups carry on the stream of the best one; it is learned on what the program compared with its own
best group, so after a change of the evidence the program is built and asked twice. A third, a logistic regression too, tells
listings from other pages. Needs numpy and scipy.
"""

import argparse
import json
import math
import pathlib
import re
import urllib.parse

import numpy
import scipy.optimize

WEIGHTS = pathlib.Path(__file__).resolve().parent.parent / "src/extract/listing/weights.rs"
FOLDS = 8
# The smaller set is the more varied one.
SET_WEIGHT = {"sites": 1.0, "wild": 1.6}
# Evidence that tells listings from menus and says nothing of which group of a listing is the best: the first two models do
# without it.
WHOLE_ONLY = {"title_words", "slug_words", "service"}
RANK_PENALTY, JOIN_PENALTY, WHOLE_PENALTY = 0.0025, 0.004, 0.002
SHARED_HOSTS = re.compile(r"^(localhost|example\.|.*\.example)")


def key(url):
    parts = urllib.parse.urlsplit((url or "").strip())
    path = re.sub(r"/+", "/", urllib.parse.unquote(parts.path))
    path = re.sub(r"index\.(html?|php)$", "", path).rstrip("/")
    host = re.sub(r"^www\.", "", parts.netloc.lower())
    return host + path + ("?" + urllib.parse.unquote(parts.query) if parts.query else "")


class Page:
    """The groups of a page, and how well each answers."""

    def __init__(self, told, truth, url):
        self.id, self.set = told["id"], truth["set"]
        host = urllib.parse.urlsplit(url).netloc.split(":")[0]
        self.site = self.id if SHARED_HOSTS.match(host) else ".".join(host.split(".")[-2:])
        self.true = {key(item["url"]) for item in truth["items"]}
        self.neutral = {key(url) for url, kind in truth["other"].items() if kind == "neutral"}
        explain = told.get("explain") or {}
        groups = explain.get("groups", [])
        self.entries = entries(told)
        self.keys = [{key(url) for url in group["urls"]} for group in groups]
        self.evidence = numpy.array([[value for _, value in group["evidence"]] for group in groups])
        told_of = numpy.array([[name not in WHOLE_ONLY for name, _ in group["evidence"]] for group in groups])
        self.ranked = self.evidence * told_of if groups else self.evidence
        self.likeness = numpy.array([[value for _, value in group["likeness"]] for group in groups])
        self.best = max(range(len(groups)), key=lambda at: groups[at]["score"]) if groups else None
        self.whole = whole(explain)
        # What the page's address shows and what it calls itself is as true of it as a whole as of a part.
        self.own = [value for name, value in explain.get("page", []) if name.startswith(("own_", "as_", "called_"))]
        self.alone = numpy.array([self.f1(keys) for keys in self.keys])
        self.good = numpy.array([len(keys & self.true) for keys in self.keys])
        self.wrong = numpy.array([len(keys - self.true - self.neutral) for keys in self.keys])

    def f1(self, keys):
        good, wrong = len(keys & self.true), len(keys - self.true - self.neutral)
        return 2 * good / (good + wrong + len(self.true)) if good else 0.0


def entries(told):
    """The address and the confidence of every entry that the program gave."""
    reports = (told.get("explain") or {}).get("entries", [])
    return [(key(entry["url"]), report["confidence"]) for entry, report in zip(told["entries"], reports)]


def confidences(pages, others):
    """The mean confidence of right entries and of wrong ones; all that is found on a page that is no listing is wrong."""
    told = [(page, *entry) for page in pages for entry in page.entries]
    right = [confidence for page, address, confidence in told if address in page.true]
    wrong = [confidence for page, address, confidence in told if address not in page.true | page.neutral]
    return numpy.mean(right), numpy.mean(wrong), numpy.mean(wrong + [confidence for _, confidence in others])


def whole(explain):
    """The evidence for a page being a listing: the best group's score and evidence, and what the page shows."""
    groups = explain.get("groups", [])
    if not groups or not explain["page"]:
        return None
    best = max(groups, key=lambda group: group["score"])
    values = [value for _, value in best["evidence"]] + [value for _, value in explain["page"]]
    return numpy.array([best["score"], *values])


def lines(path):
    with path.open(encoding="utf-8") as file:
        return [json.loads(line) for line in file if line.strip()]


def read(groups, folder):
    urls = {line["id"]: line["url"] for line in lines(folder / "manifest.jsonl")}
    truth = {line["id"]: line for line in lines(folder / "truth.jsonl")}
    return [Page(told, truth[told["id"]], urls[told["id"]]) for told in lines(groups)]


def minimise(objective, size):
    return scipy.optimize.minimize(objective, numpy.zeros(size), jac=True, method="L-BFGS-B", options={"maxiter": 500}).x


def learn_rank(pages):
    pages = [page for page in pages if len(page.keys) and page.alone.max() > 0]

    def objective(weights):
        loss = RANK_PENALTY * len(pages) * (weights @ weights) / 2
        slope = RANK_PENALTY * len(pages) * weights
        for page in pages:
            scores = page.ranked @ weights
            chosen = numpy.exp(scores - scores.max())
            chosen /= chosen.sum()
            worth = (page.alone / page.alone.max()) ** 2
            hit = chosen @ worth + 1e-9
            loss -= SET_WEIGHT[page.set] * math.log(hit)
            slope -= SET_WEIGHT[page.set] * ((chosen * worth / hit - chosen) @ page.ranked)
        return loss, slope

    return minimise(objective, pages[0].evidence.shape[1])


def logistic(rows, labels, importance, penalty):
    rows = numpy.hstack([numpy.ones((len(rows), 1)), rows])

    def objective(weights):
        sums = rows @ weights
        chance = 1 / (1 + numpy.exp(-sums))
        loss = -(importance * (labels * -numpy.logaddexp(0, -sums) + (1 - labels) * -numpy.logaddexp(0, sums))).sum()
        held = weights * (numpy.arange(len(weights)) > 0)
        scale = penalty * importance.sum()
        return loss + scale * (held @ held) / 2, rows.T @ (importance * (chance - labels)) + scale * held

    return minimise(objective, rows.shape[1])


def join_rows(page):
    return numpy.hstack([page.ranked, page.likeness])


def learn_join(pages):
    rows, labels, importance = [], [], []
    for page in pages:
        if page.best is None or page.alone[page.best] == 0:
            continue
        known = page.keys[page.best]
        told = []
        for at, keys in enumerate(page.keys):
            new = keys - known
            good, wrong = len(new & page.true), len(new - page.true - page.neutral)
            if at != page.best and good + wrong:
                told.append((join_rows(page)[at], good, wrong))
        # What matters is how much of the page's answer a group changes.
        for row, good, wrong in told:
            for label, count in ((1, good), (0, wrong)):
                if count:
                    rows.append(row)
                    labels.append(label)
                    importance.append(SET_WEIGHT[page.set] * min(1.0, count / len(page.true)))
    return logistic(numpy.array(rows), numpy.array(labels), numpy.array(importance), JOIN_PENALTY)


def answer(page, rank, join, least=0.4):
    """The F1 of a page: of the best group by the weights, and with those that join the program's own best group."""
    if not page.keys:
        return 0.0, 0.0
    best = int(numpy.argmax(page.ranked @ rank))
    joined = set(page.keys[page.best])
    sums = join[0] + join_rows(page) @ join[1:]
    for at, keys in enumerate(page.keys):
        if at != page.best and 1 / (1 + math.exp(-sums[at])) >= least:
            joined |= keys
    return page.alone[best], page.f1(joined)


def menus(page, rank, names):
    """What a page would show that has nothing but one of this page's menus, clouds, indexes or footers: a group without a
    single entry, which now is nearly all of the text. A box that is the page is no box, and a whole page may call it `main`.
    """
    rows = []
    for evidence, keys, good, wrong in zip(page.evidence, page.keys, page.good, page.wrong):
        if good or wrong < 3:
            continue
        for main in (0.0, 1.0):
            cut = evidence.copy()
            for name, value in {"landmark": 0.0, "boxed": 0.0, "main": main, "position": 0.0, "repeat": 0.03}.items():
                cut[names.index(name)] = value
            cut[names.index("coverage")] = 0.97 if evidence[names.index("coverage")] < 0.97 else 1.0
            rows.append(numpy.array([cut @ rank, *cut, min(len(keys), 30) / 30, 0.9, 0.0, 0.0, *page.own]))
    return rows


def learn_whole(pages, others, rank, names):
    """Listings that were found against pages that are none: listings weigh as much as articles and menus together."""
    found = [page.whole for page in pages if page.whole is not None and page.alone[page.best] > 0.5]
    alone = [row for page in pages if page.keys for row in menus(page, rank, names)]
    rows = numpy.array([*found, *others, *alone])
    sizes = [len(found), len(others), len(alone)]
    labels = numpy.repeat([1.0, 0.0, 0.0], sizes)
    importance = numpy.repeat([1000 / len(found), 500 / max(len(others), 1), 500 / max(len(alone), 1)], sizes)
    return logistic(rows, labels, importance, WHOLE_PENALTY)


def folds(pages):
    """The part in which each site is held out."""
    sites = sorted({page.site for page in pages})
    numpy.random.RandomState(7).shuffle(sites)
    return {site: at % FOLDS for at, site in enumerate(sites)}


def cross_validate(pages):
    """Out-of-fold answers by page."""
    fold = folds(pages)
    answers = {}
    for number in range(FOLDS):
        rest = [page for page in pages if fold[page.site] != number]
        rank, join = learn_rank(rest), learn_join(rest)
        answers |= {page.id: answer(page, rank, join) for page in pages if fold[page.site] == number}
    return answers


def chances(pages, others, names):
    """Out-of-fold probabilities of listings, of other pages and of menus to be taken for listings."""
    fold = folds(pages)
    found, none, alone = [], [], []
    for number in range(FOLDS):
        rest = [page for page in pages if fold[page.site] != number]
        rank = learn_rank(rest)
        listing = learn_whole(rest, [row for at, row in enumerate(others) if at % FOLDS != number], rank, names)
        chance = lambda row: 1 / (1 + math.exp(-(listing[0] + row @ listing[1:])))
        held_out = [page for page in pages if fold[page.site] == number]
        found += [chance(page.whole) for page in held_out if page.whole is not None]
        none += [chance(row) for row in others[number::FOLDS]]
        alone += [chance(row) for page in held_out if page.keys for row in menus(page, rank, names)]
    return numpy.array(found), numpy.array(none), numpy.array(alone)


def rust(pages, others, names, page_names):
    rank, join = learn_rank(pages), learn_join(pages)
    listing = learn_whole(pages, others, rank, names)
    count = pages[0].evidence.shape[1]
    comment = lambda weights, labels: "\n".join(
        f"        {weight:.3f}, // {label}" for weight, label in zip(weights, labels)
    )
    return f"""//! The weights of the evidence. Written by `benches/learn-listing.py`; its figures stand in `docs/detection.md`.

use super::judge::{{Join, Listing, Whole}};

#[rustfmt::skip]
pub(super) const LISTING: Listing = Listing {{
    evidence: [
{comment(rank, names[:count])}
    ],
}};

#[rustfmt::skip]
pub(super) const JOIN: Join = Join {{
    bias: {join[0]:.3f},
    evidence: [
{comment(join[1:], names[:count])}
    ],
    likeness: [
{comment(join[1 + count:], names[count:])}
    ],
}};

#[rustfmt::skip]
pub(super) const PAGE: Whole = Whole {{
    bias: {listing[0]:.3f},
    score: {listing[1]:.3f},
    evidence: [
{comment(listing[2:], names[:count])}
    ],
    page: [
{comment(listing[2 + count:], page_names)}
    ],
}};
"""


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("groups", type=pathlib.Path)
    parser.add_argument("pages", type=pathlib.Path)
    parser.add_argument("--not", dest="others", type=pathlib.Path)
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--worst", type=int, default=0)
    options = parser.parse_args()
    pages = read(options.groups, options.pages)
    answers = cross_validate(pages)
    for name in sorted(SET_WEIGHT):
        chosen = [answers[page.id] for page in pages if page.set == name]
        if chosen:
            alone, joined = numpy.mean(chosen, axis=0)
            print(f"{name:6} pages {len(chosen)}  F1 of the best group {alone:.4f}, joined {joined:.4f}")
    for page in sorted(pages, key=lambda page: answers[page.id][1])[: options.worst]:
        print(f"  {page.id} alone {answers[page.id][0]:.3f} joined {answers[page.id][1]:.3f}")
    explain = next(told["explain"] for told in lines(options.groups) if told["explain"]["page"])
    group = explain["groups"][0]
    names = [name for name, _ in group["evidence"]] + [name for name, _ in group["likeness"]]
    none = lines(options.others) if options.others else []
    right, wrong, elsewhere = confidences(pages, [entry for told in none for entry in entries(told)])
    print(f"mean confidence: right entries {right:.3f}, wrong ones of listings {wrong:.3f}, all wrong ones {elsewhere:.3f}")
    others = [whole(told.get("explain") or {}) for told in none]
    others = [row for row in others if row is not None]
    if others:
        found, none, alone = chances(pages, others, names)
        for least in (0.03, 0.05, 0.12, 0.2, 0.3, 0.5):
            print(f"taken for a listing from {least}: {(found >= least).mean():.3f} of listings, {(none >= least).mean():.3f} of other pages, {(alone >= least).mean():.3f} of menus")
    if options.write:
        WEIGHTS.write_text(rust(pages, others, names, [name for name, _ in explain["page"]]), encoding="utf-8")


if __name__ == "__main__":
    main()
