//! What can be said on the command line.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use url::Url;

use crate::config::{Flags, Listen};
use crate::render::Format;

/// Turns web pages into RSS, Atom and JSON feeds.
#[derive(Debug, Parser)]
#[command(
    name = "feedmill",
    version,
    about,
    after_help = "Examples:
  feedmill serve                                           serve every known site on http://127.0.0.1:8080
  feedmill feed almayadeen-english/news/politics           one feed, on standard output
  feedmill feed page.html --url https://news.example/      a saved page as a feed, without a server
  feedmill extract article https://news.example/a-story    an article as JSON
  feedmill site check my-site.toml --page page.html --url https://news.example/

Exit codes: 0 done, 1 failed, 2 wrong usage."
)]
pub(super) struct Arguments {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Serve feeds over HTTP
    #[command(after_help = "Examples:
  feedmill serve
  feedmill serve --listen unix:/run/feedmill/feedmill.sock
  feedmill serve --listen 0.0.0.0:8080 --data-dir /var/lib/feedmill --sites /etc/feedmill/sites
  FEEDMILL_SERVER__PUBLIC_URL=https://feeds.example feedmill serve --config /etc/feedmill.toml

Every key of the configuration has a variable: FEEDMILL_ and the key, with __ between levels.")]
    Serve(ServeArguments),
    /// Print one feed
    #[command(after_help = "Examples:
  feedmill feed almayadeen-english/breaking --format json
  feedmill feed https://news.example/politics --format atom --limit 10
  feedmill feed https://news.example/politics --pages 3
  feedmill feed saved.html --url https://news.example/politics
  feedmill feed saved-feed.xml --format json
  curl -s https://news.example/politics | feedmill feed - --url https://news.example/politics

A feed of a known site and the feed of an address carry whole articles; the feed of a saved page carries what the page shows. A
feed (RSS, Atom, JSON Feed) or a sitemap may stand wherever a listing page may.")]
    Feed(FeedArguments),
    /// Print what a page says, as JSON
    #[command(after_help = "Examples:
  feedmill extract article https://news.example/a-story
  feedmill extract listing saved.html --url https://news.example/politics --site my-site.toml
  feedmill extract article --manifest pages.jsonl --jobs 2 >articles.jsonl

One JSON object a line, one line a page. A page that cannot be read gives an object with `error`, and exit code 1 at the end.")]
    Extract(ExtractArguments),
    /// Look at, check and write site definitions
    #[command(after_help = "Examples:
  feedmill site list
  feedmill site show almayadeen-english
  feedmill site check almayadeen-english --page saved.html --url https://english.almayadeen.net/news/politics
  feedmill site new https://news.example/politics >news-example.toml
  feedmill site import --from rsspls feeds.toml
  feedmill site resume almayadeen-english/news/politics")]
    Site(SiteArguments),
    /// Write a copy of the database, also while a service works on it
    #[command(after_help = "Examples:
  feedmill backup feeds-$(date +%F).db
  feedmill backup --data-dir /var/lib/feedmill /backups/feeds.db

The copy is of one moment and is a database of its own. A file that is there already is left as it is.")]
    Backup(CopyArguments),
    /// Put a copy back, also while a service works on the database
    #[command(after_help = "Examples:
  feedmill restore feeds-2026-03-01.db

What the database held is kept beside it first, in a file whose name is told. A copy of an older version is brought up to date.")]
    Restore(CopyArguments),
    /// Sign an address, so that a reader may subscribe to it without a token
    #[command(after_help = "Examples:
  feedmill sign '/convert.rss?url=https%3A%2F%2Fnews.example%2Fpolitics'
  feedmill sign --expires 90d 'https://feeds.example/here/convert.atom?url=https%3A%2F%2Fnews.example%2F&limit=20'
  FEEDMILL_ACCESS__SIGNING_KEYS=\"2026:$(openssl rand -hex 32)\" feedmill sign '/api/v1/article?url=https%3A%2F%2Fnews.example%2F1'

The first key of access.signing_keys_file or access.signing_keys signs. The service lets signed addresses in where
access.convert is \"signed\". Everything that the address says is signed but the place where it is published.")]
    Sign(SignArguments),
    /// Ask a running service whether it is ready
    #[command(after_help = "Examples:
  feedmill health
  feedmill health --url http://127.0.0.1:8080/readyz")]
    Health(HealthArguments),
}

/// Where the configuration comes from.
#[derive(Args, Clone, Debug, Default)]
pub(super) struct ConfigArguments {
    /// The configuration file [default: feedmill.toml, where it is there]
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// A folder of site definitions that extend or override those that come with the program
    #[arg(long, value_name = "DIR")]
    pub sites: Option<PathBuf>,
}

#[derive(Args, Debug)]
pub(super) struct ServeArguments {
    #[command(flatten)]
    pub config: ConfigArguments,
    /// Where to listen: ADDRESS:PORT or unix:PATH [default: 127.0.0.1:8080]
    #[arg(long, value_name = "ADDR")]
    pub listen: Option<Listen>,
    /// The folder for what must survive a restart [default: feedmill-data]
    #[arg(long, value_name = "DIR")]
    pub data_dir: Option<PathBuf>,
}

#[derive(Args, Debug)]
pub(super) struct CopyArguments {
    /// The copy
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    #[command(flatten)]
    pub config: ConfigArguments,
    /// The folder for what must survive a restart [default: feedmill-data]
    #[arg(long, value_name = "DIR")]
    pub data_dir: Option<PathBuf>,
}

#[derive(Args, Debug)]
pub(super) struct FeedArguments {
    /// A feed as SITE/PATH, the address of a page, a file, or - for standard input
    #[arg(value_name = "SITE/PATH | URL | FILE | -")]
    pub target: String,
    /// The format
    #[arg(long, value_enum, default_value_t = FormatArgument::Rss)]
    pub format: FormatArgument,
    /// The address of a saved page
    #[arg(long, value_name = "URL")]
    pub url: Option<Url>,
    /// Most items
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1000))]
    pub limit: Option<u16>,
    /// How many pages of the listing at an address are read [default: what its site's definition says, else 1]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u8).range(1..=10))]
    pub pages: Option<u8>,
    #[command(flatten)]
    pub config: ConfigArguments,
}

#[derive(Args, Debug)]
pub(super) struct ExtractArguments {
    /// What the pages are
    #[arg(value_enum)]
    pub kind: PageKind,
    /// Files, addresses, or - for standard input
    #[arg(value_name = "FILE | URL | -", required_unless_present = "manifest", conflicts_with = "manifest")]
    pub pages: Vec<String>,
    /// The address of a saved page; for one page only
    #[arg(long, value_name = "URL", conflicts_with = "manifest")]
    pub url: Option<Url>,
    /// The site whose rules are used: a name or a file [default: the site of the page's host]
    #[arg(long, value_name = "NAME | FILE")]
    pub site: Option<String>,
    /// A file of lines {"id", "path", "url"}; paths are relative to it, and each answer carries its id
    #[arg(long, value_name = "FILE")]
    pub manifest: Option<PathBuf>,
    /// Say also which rule or source gave each field, what else was seen, and what was thought of the parts of a listing
    #[arg(long)]
    pub explain: bool,
    /// How many pages of a manifest are read at once [default: one a processor]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=256))]
    pub jobs: Option<u16>,
    #[command(flatten)]
    pub config: ConfigArguments,
}

#[derive(Args, Debug)]
pub(super) struct SignArguments {
    /// An address of /convert, /api/v1/listing or /api/v1/article, whole or from its first slash
    #[arg(value_name = "URL")]
    pub address: String,
    /// For how long it is valid, such as 12h, 30d or 52w [default: as long as the key]
    #[arg(long, value_name = "DURATION")]
    pub expires: Option<String>,
    #[command(flatten)]
    pub config: ConfigArguments,
}

#[derive(Args, Debug)]
pub(super) struct HealthArguments {
    /// The address to ask, or unix:PATH for a socket [default: /readyz of the service that the configuration describes]
    #[arg(long, value_name = "URL")]
    pub url: Option<Url>,
    #[command(flatten)]
    pub config: ConfigArguments,
}

#[derive(Args, Debug)]
pub(super) struct SiteArguments {
    /// What to do.
    #[command(subcommand)]
    pub command: SiteCommand,
    #[command(flatten)]
    pub config: ConfigArguments,
}

#[derive(Debug, Subcommand)]
pub(super) enum SiteCommand {
    /// List the sites and how many feeds each has
    List,
    /// Show a site and its feeds
    Show {
        /// The site
        name: String,
    },
    /// Check a definition and whether its pages are what it expects, and show what each of its rules finds on a page
    #[command(after_help = "Examples:
  feedmill site check my-site.toml
  feedmill site check mixes.toml
  feedmill site check almayadeen-english --page saved.html --url https://english.almayadeen.net/news/politics

The listings of feeds with an `expect` are fetched. Where one is not as expected, what was expected (-) and found (+) is printed,
and the command exits with 1, so that it can be run at regular times.

A star stands before the rules that are used; then come the field, how often the rule finds something, the rule, and the
first value.")]
    Check {
        /// A site or a file
        #[arg(value_name = "NAME | FILE")]
        site: String,
        /// A saved page; without it the page of --url is fetched
        #[arg(long, value_name = "FILE", requires = "url")]
        page: Option<String>,
        /// The address of the page
        #[arg(long, value_name = "URL")]
        url: Option<Url>,
        /// Fetch nothing
        #[arg(long, conflicts_with = "url")]
        offline: bool,
    },
    /// Write a definition for a page, from what is detected on it
    #[command(after_help = "Examples:
  feedmill site new https://news.example/politics >news-example.toml
  feedmill site new https://news.example/politics --page saved.html

The name that the file must have is told on standard error.")]
    New {
        /// The address of a listing page
        url: Url,
        /// A saved copy of the page
        #[arg(long, value_name = "FILE")]
        page: Option<String>,
    },
    /// Write definitions from another program's rules
    #[command(after_help = "Example:
  feedmill site import --from rsspls feeds.toml

One definition a host; a comment before each says what its file must be called.")]
    Import {
        /// Whose rules they are
        #[arg(long, value_enum)]
        from: ImportKind,
        /// The file with the rules
        file: PathBuf,
    },
    /// Let a feed be tried again whose site said that it is gone, or that is left alone for a long time
    #[command(after_help = "Examples:
  feedmill site resume almayadeen-english/news/politics
  feedmill site resume --data-dir /var/lib/feedmill almayadeen-english/news/politics

Also while a service works on the database: it tries the feed when it is next asked for, within cache.ttl_seconds.")]
    Resume(ResumeArguments),
}

#[derive(Args, Debug)]
pub(super) struct ResumeArguments {
    /// The feed
    #[arg(value_name = "SITE/PATH")]
    pub feed: String,
    /// The folder for what must survive a restart [default: feedmill-data]
    #[arg(long, value_name = "DIR")]
    pub data_dir: Option<PathBuf>,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(super) enum FormatArgument {
    /// RSS 2.0
    Rss,
    /// Atom 1.0
    Atom,
    /// JSON Feed 1.1
    Json,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum PageKind {
    /// One article a page
    Article,
    /// Lists of articles: sections, tags, home pages
    Listing,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(super) enum ImportKind {
    /// The feeds.toml of rsspls
    Rsspls,
}

impl From<FormatArgument> for Format {
    fn from(format: FormatArgument) -> Self {
        match format {
            FormatArgument::Rss => Self::Rss,
            FormatArgument::Atom => Self::Atom,
            FormatArgument::Json => Self::Json,
        }
    }
}

impl ConfigArguments {
    /// The flags for the configuration.
    pub fn flags(&self) -> Flags {
        Flags { config: self.config.clone(), sites: self.sites.clone(), ..Flags::default() }
    }
}
