//! A month in the life of a service, with a clock of its own: feeds on hosts with daily rhythms that fail, edit, move and
//! reorder their stories, readers who come and go, and the whole service between them. Counts what must not happen, and
//! measures what it costs the sites and how late readers hear.
//!
//!     cargo bench --bench simulation -- [--days 30] [--feeds 200] [--hosts 20] [--seed 1]
//!
//! Ends with exit code 1 when an item was lost, doubled, merged with another or dated anew, or when a host had more requests
//! than its budget.

#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::as_conversions,
    reason = "a simulation that cannot go on has failed"
)]

mod chance;
mod ledger;
mod press;
mod upstream;

use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Instant;

use chance::Chance;
use feedmill::cache::CacheSettings;
use feedmill::feed::{FeedSettings, Parts, Service, View, WebSubSettings};
use feedmill::fetch::{FetchSettings, Fetcher};
use feedmill::model::FeedKey;
use feedmill::render::Format;
use feedmill::site::{Catalogue, SourceFile};
use feedmill::store::{self, StoreUrl};
use jiff::Timestamp;
use ledger::Ledger;
use press::{DAY, HOUR, Press};
use tokio::runtime::Handle;
use upstream::Upstream;

/// Seconds between two looks at what is to be done.
const TICK: i64 = 30;
const PER_DAY: u32 = 2_000;
const AT_ONCE: usize = 2;

struct Plan {
    days: i64,
    feeds: usize,
    hosts: usize,
    seed: u64,
}

/// The readers of a feed, as one of them sees it.
struct Readers {
    key: FeedKey,
    chance: Chance,
    every: i64,
    next: i64,
    /// When they go away for good.
    leave: i64,
}

#[tokio::main]
async fn main() -> ExitCode {
    let plan = plan();
    let started = Instant::now();
    let begin = "2026-03-02T00:00:00Z".parse::<Timestamp>().unwrap().as_second();
    let end = begin + plan.days * DAY;
    let upstream = Upstream::new(Press::new(plan.seed, plan.hosts, plan.feeds, begin, end), begin);
    let service = service(&upstream, &plan).await;
    let mut readers = readers(&plan, begin, end);
    let mut ledger = Ledger::default();
    let mut now = begin;
    while now < end {
        now += TICK;
        if (now - begin) % (5 * DAY) == 0 {
            eprintln!("day {} after {:.0} s", (now - begin) / DAY, started.elapsed().as_secs_f64());
        }
        upstream.now.store(now, Ordering::SeqCst);
        for reader in readers.iter_mut().filter(|reader| reader.next <= now && now < reader.leave) {
            reader.next = now + reader.every + reader.chance.within(-reader.every / 4, reader.every / 4);
            // A site that fails at the first request leaves a reader without a feed until it mends.
            let _ = service.document(&reader.key, Format::Json, &View::default(), service.base()).await;
        }
        service.settle().await;
        service.refresh_ahead().await;
        let mut read = std::mem::take(&mut *upstream.read.lock().unwrap());
        read.sort_unstable();
        read.dedup();
        for section in read {
            if let Ok((kept, _)) = service.snapshot(&readers[section].key).await {
                ledger.look(&upstream.press, section, &kept.value.feed, now);
            }
        }
    }
    tell(&plan, &upstream, &mut ledger, &readers, (begin, end), started)
}

fn plan() -> Plan {
    let arguments: Vec<String> = std::env::args().collect();
    let number = |name: &str, usual: i64| {
        let at = arguments.iter().position(|argument| argument == name);
        at.and_then(|at| arguments.get(at + 1)).and_then(|value| value.parse().ok()).unwrap_or(usual)
    };
    // `cargo test` runs every benchmark once, to see that it runs.
    let short = !arguments.iter().any(|argument| argument == "--bench");
    Plan {
        days: number("--days", if short { 3 } else { 30 }),
        feeds: number("--feeds", if short { 20 } else { 200 }) as usize,
        hosts: number("--hosts", if short { 4 } else { 20 }) as usize,
        seed: number("--seed", 1) as u64,
    }
}

async fn service(upstream: &Arc<Upstream>, plan: &Plan) -> Arc<Service> {
    let mut files = Vec::new();
    let mut private_hosts = Vec::new();
    for host in 0..plan.hosts {
        let authority = format!("127.0.0.1:{}", upstream.serve(host).await);
        private_hosts.push(authority.parse().unwrap());
        files.push(definition(host, &authority, plan));
    }
    let fetch = FetchSettings {
        private_hosts,
        host_interval_seconds: 0.0,
        host_concurrency: AT_ONCE,
        host_requests_per_day: PER_DAY,
        ..FetchSettings::default()
    };
    let clock = Arc::clone(upstream);
    Service::new(Parts {
        catalogue: Catalogue::load(files, []).unwrap().catalogue,
        fetcher: Fetcher::new(&fetch).unwrap(),
        store: store::open(&StoreUrl::SqliteMemory).await.unwrap(),
        // What a feed shows is rendered at each change; how much that is does not matter here.
        settings: FeedSettings { items: 20, ..FeedSettings::default() },
        cache: CacheSettings { max_bytes: 1 << 30, ..CacheSettings::default() },
        websub: WebSubSettings::default(),
        base: "https://feeds.example".parse().unwrap(),
        clock: Arc::new(move || Timestamp::from_second(clock.now.load(Ordering::SeqCst)).unwrap()),
        runtime: Handle::current(),
    })
}

fn definition(host: usize, authority: &str, plan: &Plan) -> SourceFile {
    let mut text = format!(
        "name = \"host-{host}\"\ntitle = \"Host {host}\"\nhome = \"http://{authority}/\"\nlanguage = \"en\"\n\n\
         [listing]\nentry = \"article\"\ntitle = \"h2\"\nlink = \"h2 a@href\"\ndate = \"time@datetime\"\n\n\
         [article]\ntitle = \"h1\"\ndate = \"time@datetime\"\nbody = \".text\"\nid = \"meta[name=postid]@content\"\n"
    );
    for section in (host..plan.feeds).step_by(plan.hosts) {
        text.push_str(&format!(
            "\n[[sections]]\npath = \"s/{section}\"\ntitle = \"Section {section}\"\ngroup = \"All\"\nurl = \"/s/{section}\"\n"
        ));
    }
    SourceFile { name: format!("host-{host}.toml"), text }
}

/// Most feeds have readers all the time, some are asked for twice a day, and some are left after a third of the time.
fn readers(plan: &Plan, begin: i64, end: i64) -> Vec<Readers> {
    let of = |section: usize| {
        let mut chance = Chance::of(plan.seed, 1 << 60 | section as u64);
        let every = if chance.happens(0.15) { 12 * HOUR } else { chance.within(HOUR / 4, HOUR) };
        let leave = if chance.happens(0.1) { begin + (end - begin) / 3 } else { i64::MAX };
        let next = begin + chance.within(0, HOUR);
        let key = format!("host-{}/s/{section}", section % plan.hosts).parse().unwrap();
        Readers { key, chance, every, next, leave }
    };
    (0..plan.feeds).map(of).collect()
}

fn tell(
    plan: &Plan,
    upstream: &Upstream,
    ledger: &mut Ledger,
    readers: &[Readers],
    (begin, end): (i64, i64),
    started: Instant,
) -> ExitCode {
    let (press, counts) = (&upstream.press, &upstream.counts);
    let read: Vec<usize> = (0..plan.feeds).filter(|section| readers[*section].leave == i64::MAX).collect();
    // What the last day brought may still be on its way: a host that fails is tried again after a day at most.
    let lost: usize = read.iter().map(|section| ledger.lost(press, *section, begin, end - DAY)).sum();
    let over: usize = counts.by_day.lock().unwrap().values().filter(|count| **count > PER_DAY).count()
        + counts.at_once.iter().filter(|(_, most)| most.load(Ordering::SeqCst) > AT_ONCE).count();
    let items = press.stories.iter().filter(|story| (begin..end).contains(&story.published)).count();
    let count = |counter: &std::sync::atomic::AtomicUsize| counter.load(Ordering::SeqCst);
    let all = counts.by_day.lock().unwrap().values().map(|count| *count as usize).sum::<usize>();
    let most = counts.by_day.lock().unwrap().values().copied().max().unwrap_or(0);
    println!(
        "{} days, {} feeds on {} hosts, seed {}: {items} items in {:.0} s",
        plan.days,
        plan.feeds,
        plan.hosts,
        plan.seed,
        started.elapsed().as_secs_f64()
    );
    println!(
        "lost {lost}, doubled {}, merged {}, dated anew {}, above budget {over}",
        ledger.doubled.len(),
        ledger.merged.len(),
        ledger.redated
    );
    println!("dated at last by an article that could not be read at first: {}", ledger.dated_at_last);
    println!(
        "requests {all}: {:.2} for an item, {} at most to one host on one day; listings {} ({} unchanged), articles {} ({} unchanged), robots.txt {}, failed {}",
        all as f64 / items.max(1) as f64,
        most,
        count(&counts.listings),
        count(&counts.unchanged),
        count(&counts.articles),
        count(&counts.articles_unchanged),
        count(&counts.robots),
        count(&counts.failed)
    );
    tell_delays(press, ledger, (begin + DAY, end), &read);
    ledger.wrong.iter().for_each(|wrong| println!("  {wrong}"));
    match lost + ledger.doubled.len() + ledger.merged.len() + ledger.redated + over {
        0 => ExitCode::SUCCESS,
        _ => ExitCode::FAILURE,
    }
}

fn tell_delays(press: &Press, ledger: &Ledger, (from, until): (i64, i64), read: &[usize]) {
    let minutes =
        |delays: &[i64], part: usize| delays.get(delays.len() * part / 100).map_or(0, |delay| delay / 60);
    let delays = ledger.delays(press, from, read);
    let (median, most) = (minutes(&delays, 50), minutes(&delays, 90));
    println!("from publication to feed: median {median} minutes, 90 % within {most}");
    // What the last days brought may not have been looked at again.
    let (edits, unheard) = ledger.edits(press, (from, until - 2 * DAY), read);
    let (median, most, all) = (minutes(&edits, 50), minutes(&edits, 90), edits.len() + unheard);
    println!("from edit to feed: median {median} minutes, 90 % within {most}; {unheard} of {all} never");
}
