//! Runs the tools over the pages and prints a table.

use std::collections::BTreeSet;
use std::hint::black_box;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::{Duration, Instant};

use crate::memory;
use crate::pages::SavedPage;
use crate::tools::Tool;

/// How many pages a tool are timed again, those on which it seems slowest.
const TIMED_AGAIN: usize = 24;

/// What one tool cost on one page.
#[derive(Clone, Copy)]
struct Cost {
    /// The fastest run.
    time: Duration,
    peak_bytes: usize,
    is_read: bool,
}

/// Runs the tools, of which the first is what the others are compared with, and prints what each cost.
pub fn print(pages: &[SavedPage], tools: &[Tool], rounds: usize, worst: usize) {
    let mut costs =
        vec![vec![Cost { time: Duration::MAX, peak_bytes: 0, is_read: false }; pages.len()]; tools.len()];
    for round in 0..=rounds {
        for (at, page) in pages.iter().enumerate() {
            for (tool, costs) in tools.iter().zip(&mut costs) {
                let cost = &mut costs[at];
                if round == 0 {
                    // The first round warms up, so that what a tool builds once for all pages is not counted as memory of
                    // the first page, and then measures memory.
                    black_box(run(tool, page));
                    cost.peak_bytes = memory::peak_of(|| cost.is_read = run(tool, page).is_some());
                } else {
                    time(tool, page, cost);
                }
            }
        }
    }
    time_slowest_again(pages, tools, &mut costs, rounds * 4);
    let bytes: usize = pages.iter().map(|page| page.html.len()).sum();
    println!(
        "{} pages, {} KB on average, the fastest of {rounds} runs each, of {} on the slowest pages\n",
        pages.len(),
        bytes / pages.len() / 1000,
        rounds * 5,
    );
    println!(
        "| tool | median ms | 95th percentile ms | pages a second | to the parse: all | median | 95th percentile | worst \
         | memory to the page: median | 95th percentile | worst | refused |"
    );
    println!("|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|");
    for (tool, own) in tools.iter().zip(&costs) {
        println!("{}", row(tool, own, &costs[0], pages));
    }
    println!();
    if worst > 0 {
        for (tool, own) in tools.iter().zip(&costs).skip(1) {
            name_worst(tool, own, &costs[0], pages, worst);
        }
    }
}

fn time(tool: &Tool, page: &SavedPage, cost: &mut Cost) {
    let start = Instant::now();
    black_box(run(tool, page));
    cost.time = cost.time.min(start.elapsed());
}

/// Times the pages again on which a tool seems slowest beside the parse: another program may have had the processor then.
fn time_slowest_again(pages: &[SavedPage], tools: &[Tool], costs: &mut [Vec<Cost>], rounds: usize) {
    let Some((parse, others)) = costs.split_first() else { return };
    let slow = others.iter().flat_map(|own| {
        let mut at: Vec<(usize, f64)> = ratios(own, parse).enumerate().collect();
        at.sort_by(|left, right| right.1.total_cmp(&left.1));
        at.into_iter().take(TIMED_AGAIN).map(|(at, _)| at)
    });
    let slow: BTreeSet<usize> = slow.collect();
    for _ in 0..rounds {
        for at in &slow {
            for (tool, costs) in tools.iter().zip(&mut *costs) {
                time(tool, &pages[*at], &mut costs[*at]);
            }
        }
    }
}

fn run(tool: &Tool, page: &SavedPage) -> Option<usize> {
    catch_unwind(AssertUnwindSafe(|| (tool.run)(&page.html, &page.url))).ok().flatten()
}

fn row(tool: &Tool, own: &[Cost], parse: &[Cost], pages: &[SavedPage]) -> String {
    let total = |costs: &[Cost]| costs.iter().map(|cost| cost.time.as_secs_f64()).sum::<f64>();
    let times = sorted(own.iter().map(|cost| cost.time.as_secs_f64() * 1e3));
    let ratios = sorted(ratios(own, parse));
    let memory = sorted(
        own.iter().zip(pages).map(|(cost, page)| cost.peak_bytes as f64 / page.html.len().max(1) as f64),
    );
    format!(
        "| {} | {:.2} | {:.2} | {:.0} | {:.2} | {:.2} | {:.2} | {:.2} | {:.1} | {:.1} | {:.1} | {} |",
        tool.name,
        percentile(&times, 50),
        percentile(&times, 95),
        own.len() as f64 / total(own),
        total(own) / total(parse),
        percentile(&ratios, 50),
        percentile(&ratios, 95),
        percentile(&ratios, 100),
        percentile(&memory, 50),
        percentile(&memory, 95),
        percentile(&memory, 100),
        own.iter().filter(|cost| !cost.is_read).count(),
    )
}

fn name_worst(tool: &Tool, own: &[Cost], parse: &[Cost], pages: &[SavedPage], worst: usize) {
    let mut slow: Vec<_> = ratios(own, parse).zip(own.iter().zip(pages)).collect();
    slow.sort_by(|left, right| right.0.total_cmp(&left.0));
    println!("{}:", tool.name);
    for (ratio, (cost, page)) in slow.into_iter().take(worst) {
        let milliseconds = cost.time.as_secs_f64() * 1e3;
        println!(
            "- {}: {milliseconds:.2} ms, {ratio:.2} times the parse, {} KB",
            page.name,
            page.html.len() / 1000
        );
    }
    println!();
}

fn ratios<'a>(own: &'a [Cost], parse: &'a [Cost]) -> impl Iterator<Item = f64> + 'a {
    own.iter().zip(parse).map(|(own, parse)| own.time.as_secs_f64() / parse.time.as_secs_f64())
}

fn sorted(values: impl Iterator<Item = f64>) -> Vec<f64> {
    let mut values: Vec<f64> = values.collect();
    values.sort_by(f64::total_cmp);
    values
}

fn percentile(sorted: &[f64], percent: usize) -> f64 {
    sorted.get((sorted.len().saturating_sub(1) * percent).div_ceil(100)).copied().unwrap_or_default()
}
