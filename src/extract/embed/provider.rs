//! Hosts whose players are known, and the way from a frame's address to the one that people see.

use url::Url;

use super::is_host;
use crate::extract::text::collapse;
use crate::model::EmbedKind;

/// What a frame's address shows and where a person sees it; `None` for a host or path that is not known.
pub(super) fn visible(url: &Url) -> Option<(EmbedKind, String)> {
    let host = url.host_str()?;
    PROVIDERS
        .iter()
        .filter(|provider| is_host(host, provider.host))
        .find_map(|provider| Some((provider.kind, (provider.visible)(url)?)))
}

struct Provider {
    host: &'static str,
    kind: EmbedKind,
    visible: fn(&Url) -> Option<String>,
}

const fn provider(host: &'static str, kind: EmbedKind, visible: fn(&Url) -> Option<String>) -> Provider {
    Provider { host, kind, visible }
}

const PROVIDERS: [Provider; 15] = [
    provider("youtube.com", EmbedKind::Video, youtube),
    provider("youtube-nocookie.com", EmbedKind::Video, youtube),
    provider("youtu.be", EmbedKind::Video, |url| {
        Some(format!("https://www.youtube.com/watch?v={}", segment(url, 0)?))
    }),
    provider("player.vimeo.com", EmbedKind::Video, |url| {
        Some(format!("https://vimeo.com/{}", after_segment(url, "video")?))
    }),
    provider("dailymotion.com", EmbedKind::Video, |url| {
        let id = after_segment(url, "video").or_else(|| parameter(url, "video"))?;
        Some(format!("https://www.dailymotion.com/video/{id}"))
    }),
    provider("facebook.com", EmbedKind::Post, |url| parameter(url, "href")),
    provider("instagram.com", EmbedKind::Post, |url| {
        let kind = segment(url, 0).filter(|kind| matches!(kind.as_str(), "p" | "reel" | "tv"))?;
        Some(format!("https://www.instagram.com/{kind}/{}/", segment(url, 1)?))
    }),
    provider("tiktok.com", EmbedKind::Video, |url| Some(url.to_string())),
    provider("t.me", EmbedKind::Post, |url| {
        Some(format!("https://t.me/{}/{}", segment(url, 0)?, segment(url, 1)?))
    }),
    provider("platform.twitter.com", EmbedKind::Post, |url| {
        Some(format!("https://x.com/i/status/{}", parameter(url, "id")?))
    }),
    provider("twitframe.com", EmbedKind::Post, |url| parameter(url, "url")),
    provider("w.soundcloud.com", EmbedKind::Audio, |url| parameter(url, "url")),
    provider("open.spotify.com", EmbedKind::Audio, |url| {
        let kind = after_segment(url, "embed")?;
        Some(format!("https://open.spotify.com/{kind}/{}", after_segment(url, &kind)?))
    }),
    provider("embed.podcasts.apple.com", EmbedKind::Audio, |url| {
        Some(format!("https://podcasts.apple.com{}", url.path()))
    }),
    provider("bandcamp.com", EmbedKind::Audio, |url| Some(url.to_string())),
];

fn youtube(url: &Url) -> Option<String> {
    if let Some(id) = after_segment(url, "embed").or_else(|| after_segment(url, "shorts")) {
        return match (id.as_str(), parameter(url, "list")) {
            ("videoseries", Some(list)) => Some(format!("https://www.youtube.com/playlist?list={list}")),
            _ => Some(format!("https://www.youtube.com/watch?v={id}")),
        };
    }
    Some(format!("https://www.youtube.com/watch?v={}", parameter(url, "v")?))
}

fn segment(url: &Url, index: usize) -> Option<String> {
    url.path_segments()?.filter(|segment| !segment.is_empty()).nth(index).map(str::to_owned)
}

fn after_segment(url: &Url, name: &str) -> Option<String> {
    let mut segments = url.path_segments()?;
    segments.find(|segment| *segment == name)?;
    segments.next().filter(|next| !next.is_empty()).map(str::to_owned)
}

fn parameter(url: &Url, name: &str) -> Option<String> {
    url.query_pairs()
        .find(|(key, _)| key == name)
        .map(|(_, value)| collapse(&value))
        .filter(|value| !value.is_empty())
}
