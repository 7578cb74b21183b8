//! feedmill turns web pages into feeds: it fetches the listing pages of a site and the articles behind them, and hands
//! them out as RSS 2.0, Atom 1.0 and JSON Feed 1.1, rendered and compressed beforehand.
//!
//! # The walk of one request
//!
//! 1. [`web`] reads the feed's key and the format from the path (the extension first, then `Accept`) and asks the
//!    [`feed::Service`].
//! 2. The service looks into its [`cache`]. Fresh: the answer is bytes that stand ready. Stale: the same bytes at once,
//!    and one refresh in the background. Absent: what the [`store`] has, or one first refresh however many ask.
//! 3. A refresh takes the definition from the [`site`] catalogue, [`fetch`]es the listing (conditional, paced, guarded, where
//!    robots.txt allows it) and [`extract`]s its entries. Further pages and the site's own feed of the listing are joined
//!    where the definition says so, or where there is none; a feed or sitemap may stand in the listing's place. A page that is
//!    not what it was, or another page of the site, is held back (`feed/judge.rs`). Entries are named: by the site's post id,
//!    else the canonical URL, else the normalised link ([`model::ItemId`]); one that seems new and has the title and near
//!    the text or the card of an item that has left its page is that item. Articles that are new or whose card has
//!    changed are fetched, each once however many feeds list it; what answers in the place of an article, of a further page or
//!    of the site's own feed is judged like the first page (`feed/worse.rs`, `feed/landed.rs`), and takes nothing from what
//!    is stored. What an item and a document may write is bounded (`extract/sanitize/bound.rs`, `render/prepared.rs`), and
//!    so is what the parser copies (`extract/nesting.rs`). Everything goes into the store in one transaction, the feed is read back from its archive, and [`render`]
//!    writes and compresses every format.
//! 4. A refresh that fails, finds no entry, or finds a page that is not what it was ([`feed::Outcome`]), changes nothing
//!    that readers see. It sets the next try, and is told by `/api/v1/feeds/…`, `/status/…`, the headers of the feed, the
//!    catalogue page, the metrics and the log; when a feed breaks and when it mends the operations feed has an item.
//! 5. [`web`] answers the conditional request, with what has changed alone where the reader takes that for the whole, and
//!    writes the headers from one cache policy.
//!
//! Feeds that were asked for lately are refreshed a little before they are due ([`feed::keep_ahead`]), so that readers find
//! them new; one place (`feed/next_try.rs`) says when a feed is due, by the rhythm that was learnt of it. While nothing can be
//! saved all refreshes pause.
//!
//! Beside a refresh that went well, pages of the feed's archive are closed that are due, and the hub, where there is one, is
//! told that the feed has changed.
//!
//! A feed that joins others (`latest`) is refreshed by refreshing its parts, and then read from the store; a mix of several
//! sites' feeds takes over what its filters let pass, without doubles. The command line
//! ([`cli`]) reads pages with the same functions; `feedmill feed` of an address runs the same service on a store in memory.
//!
//! # The arrows
//!
//! A module uses what stands on the right of it, and nothing else; `tests/it/layering.rs` holds this table.
//!
//! ```text
//! main -> cli                     cli -> app config feed fetch extract render site store model telemetry
//! app -> config web feed fetch store cache site telemetry
//! config -> settings of web feed fetch store cache site telemetry
//! web -> feed render site model   feed -> cache store fetch extract render site model
//! extract -> site model           render site fetch store -> model       cache telemetry model -> nothing
//! ```
//!
//! # Where this differs from the first design
//!
//! - The command line is a second entrance beside [`web`], so it may use what [`web`] uses; passing every such call
//!   through [`app`] would only rename it.
//! - `config` also fills the `[sites]`, `[feeds]` and `[log]` tables; the first belongs to [`site`].
//! - `feedmill health` asks a running service whether it is ready: an image without a shell has nothing else to do so.
//! - An article is published as soon as its listing shows it: when a refresh does not get to its page (there is a bound),
//!   the item carries what the listing shows, and its text follows with the next refresh.
//! - Not there yet, and refused rather than ignored: `redis://` stores. Logs and metrics tell what happens; there are no
//!   traces.
//! - Beside who may convert pages, the tokens of `[access]` open the administration (`/api/v1/admin`) and the metrics.
//! - Pages of archives (`?page=`) are pages of feeds without a reader's wishes: filters beside `page` are refused. A page is
//!   closed when one of its items falls out of what the feed shows, and its items are copied then, so that nothing that
//!   happens to them later changes it.
//! - Items of a section's feed carry that section alone, so that another section's refresh does not change a feed that was
//!   not refreshed; the items of a joined feed carry all their sections.
//! - Pages without a definition live under the reserved site name `convert`, so that they have an archive, a cache and a
//!   state like every other feed.

pub mod app;
pub mod cache;
pub mod cli;
pub mod config;
pub mod extract;
pub mod feed;
pub mod fetch;
pub mod model;
pub mod render;
pub mod site;
pub mod store;
pub mod telemetry;
pub mod web;
