//! The posts of a thread: a forum's, a question's with its answers, or what readers wrote below a link.
//!
//! Every program for forums wraps what a person wrote in an element that says so, by `itemprop=text` or by the words of
//! its class, and puts who wrote it and when beside it. The largest element around a message that holds no other message
//! is the post.

use std::collections::{HashMap, HashSet};

use ego_tree::NodeId;
use html5ever::local_name;
use scraper::ElementRef;

use super::words::Purpose;
use crate::extract::article::index::Facts;
use crate::extract::text::{attribute, has_class, text_of};

/// What one person wrote.
#[derive(Clone, Debug)]
pub(super) struct Post<'a> {
    /// The element with the message and nothing else.
    pub message: ElementRef<'a>,
    /// Who wrote it, as the page shows it.
    pub author: Option<String>,
    /// When, as the page shows it.
    pub date: Option<String>,
    /// Whether it remarks on something else: on an article, a link, an answer.
    pub is_remark: bool,
}

impl Post<'_> {
    /// Author and date in one line.
    pub(super) fn signed(&self) -> Option<String> {
        match (&self.author, &self.date) {
            (Some(author), Some(date)) => Some(format!("{author}, {date}")),
            (author, date) => author.clone().or_else(|| date.clone()),
        }
    }

    /// Whether it remarks on something else or answers it, or what stands around it is called so.
    pub(super) fn stands_among_remarks(&self, facts: &Facts<'_>) -> bool {
        let around = self.message.ancestors().filter_map(ElementRef::wrap).take(LEVELS);
        let mut around = std::iter::once(self.message).chain(around);
        self.is_remark
            || around.any(|around| {
                let parts = facts.said(around).parts;
                parts.remark || parts.answer
            })
    }
}

/// The most posts that one page is read for.
const MOST_POSTS: usize = 5_000;
/// Of two messages inside each other the inner one is taken when it holds this per cent of the text.
const INNER_PERCENT: usize = 40;
/// How far above its message the head of a post may stand.
const LEVELS: usize = 12;
/// How many elements of a link to a person are looked at.
const MOST_IN_PICTURE: usize = 12;
/// How far inside of a signature an element stands that is named like a message.
const SIGNATURE_LEVELS: usize = 3;
/// The most elements of a post that are searched for author and date.
const MOST_SEARCHED: usize = 400;
/// The longest name or date, in characters.
const LONGEST_SIGN: usize = 60;

/// The posts of a page in its order; none where nothing is marked as a message.
pub(super) fn find<'a>(body: ElementRef<'a>, facts: &Facts<'_>) -> Vec<Post<'a>> {
    let messages = messages(body, facts);
    let mut around: HashMap<NodeId, usize> = HashMap::new();
    for message in &messages {
        for ancestor in message.ancestors() {
            *around.entry(ancestor.id()).or_default() += 1;
        }
    }
    messages
        .into_iter()
        .map(|message| {
            let post = message
                .ancestors()
                .filter_map(ElementRef::wrap)
                .take(LEVELS)
                .take_while(|ancestor| {
                    around.get(&ancestor.id()) == Some(&1) && ancestor.value().name() != "body"
                })
                .last();
            let (author, date) = post.map(|post| signs(post, message, facts)).unwrap_or_default();
            Post { message, author, date, is_remark: facts.said(message).parts.remark }
        })
        .collect()
}

/// Everything that is marked as a message, none inside another.
fn messages<'a>(body: ElementRef<'a>, facts: &Facts<'_>) -> Vec<ElementRef<'a>> {
    let marked = body
        .descendent_elements()
        .filter(|element| {
            is_message(*element, facts) && facts.figures(*element).text > 0 && !is_unseen(*element, facts)
        })
        .take(MOST_POSTS)
        .collect::<Vec<_>>();
    let messages = without_remarks(innermost(marked, facts), facts);
    with_first_post(body, messages, facts)
}

/// Of marked elements inside each other those that hold a message and little else.
fn innermost<'a>(marked: Vec<ElementRef<'a>>, facts: &Facts<'_>) -> Vec<ElementRef<'a>> {
    let ids = marked.iter().map(|element| element.id()).collect::<HashSet<_>>();
    let mut inner: HashMap<NodeId, usize> = HashMap::new();
    for element in &marked {
        let outer = element.ancestors().find(|ancestor| ids.contains(&ancestor.id()));
        if let Some(outer) = outer {
            let most = inner.entry(outer.id()).or_default();
            *most = facts.figures(*element).text.max(*most);
        }
    }
    let is_frame = |element: &ElementRef<'_>| {
        let most = inner.get(&element.id()).copied().unwrap_or_default();
        most > 0 && most * 100 >= facts.figures(*element).text * INNER_PERCENT
    };
    let mut kept = HashSet::new();
    let mut messages = Vec::new();
    for element in marked.into_iter().filter(|element| !is_frame(element)) {
        if !element.ancestors().any(|ancestor| kept.contains(&ancestor.id())) {
            kept.insert(element.id());
            messages.push(element);
        }
    }
    messages
}

/// Where there are posts, what people remark below each of them is no post.
fn without_remarks<'a>(messages: Vec<ElementRef<'a>>, facts: &Facts<'_>) -> Vec<ElementRef<'a>> {
    let (remarks, posts): (Vec<_>, Vec<_>) =
        messages.iter().copied().partition(|message| facts.said(*message).parts.remark);
    if posts.len() >= 2 && !remarks.is_empty() { posts } else { messages }
}

/// Many a page marks its answers alone. What shares their class, once on the page and above them, is the first post.
fn with_first_post<'a>(
    body: ElementRef<'a>,
    mut messages: Vec<ElementRef<'a>>,
    facts: &Facts<'_>,
) -> Vec<ElementRef<'a>> {
    let Some(first) = messages.first().copied().filter(|_| messages.len() >= 2) else {
        return messages;
    };
    let shared = first.value().classes().filter(|class| {
        messages.iter().all(|message| message.value().classes().any(|other| other == *class))
    });
    let around =
        messages.iter().flat_map(|message| message.ancestors()).map(|node| node.id()).collect::<HashSet<_>>();
    let known = messages.iter().map(|message| message.id()).collect::<HashSet<_>>();
    for class in shared.take(8) {
        let mut others = body.descendent_elements().filter(|element| {
            has_class(*element, &[class])
                && facts.figures(*element).text > 0
                && !known.contains(&element.id())
                && !around.contains(&element.id())
                && !element.ancestors().any(|ancestor| known.contains(&ancestor.id()))
        });
        if let (Some(post), None) = (others.next(), others.next())
            && post.id() < first.id()
        {
            messages.insert(0, post);
            break;
        }
    }
    messages
}

/// A copy for machines or for a preview stands in an element that its class hides.
fn is_unseen(element: ElementRef<'_>, facts: &Facts<'_>) -> bool {
    element
        .ancestors()
        .filter_map(ElementRef::wrap)
        .take(3)
        .any(|around| facts.traits(around).hidden || facts.said(around).parts.unseen)
}

fn is_message(element: ElementRef<'_>, facts: &Facts<'_>) -> bool {
    let value = element.value();
    if value.attrs.is_empty() {
        return false;
    }
    if matches!(value.name(), "a" | "form" | "textarea" | "input" | "button" | "body" | "meta" | "img") {
        return false;
    }
    let property = attribute(element, &local_name!("itemprop"));
    if property.is_some_and(|name| matches!(name, "text" | "commentText")) {
        return true;
    }
    let parts = facts.said(element).parts;
    let is_framed = || {
        let mut around = element.ancestors().filter_map(ElementRef::wrap).take(3);
        around.any(|around| facts.said(around).parts.frame)
    };
    let is_signed = || {
        let mut around = element.ancestors().filter_map(ElementRef::wrap).take(SIGNATURE_LEVELS);
        around.any(|around| facts.said(around).parts.signature)
    };
    (parts.content && is_framed()) || (parts.message && !parts.beside && !is_signed())
}

/// Who wrote a post and when, from what stands around its message.
fn signs(
    post: ElementRef<'_>,
    message: ElementRef<'_>,
    facts: &Facts<'_>,
) -> (Option<String>, Option<String>) {
    let mut author: Option<(u8, String)> = None;
    let mut date: Option<(u8, String)> = None;
    let mut stack = vec![post];
    let mut searched = 0_usize;
    while let Some(element) = stack.pop() {
        searched += 1;
        if searched > MOST_SEARCHED {
            break;
        }
        let traits = facts.traits(element);
        if element.id() == message.id() || traits.silent || traits.hidden {
            continue;
        }
        if facts.figures(element).text > LONGEST_SIGN {
            stack.extend(element.child_elements().collect::<Vec<_>>().into_iter().rev());
            continue;
        }
        better(&mut author, author_rank(element, facts), element);
        better(&mut date, date_rank(element, facts), element);
        stack.extend(element.child_elements().collect::<Vec<_>>().into_iter().rev());
    }
    (author.map(|(_, text)| text), date.map(|(_, text)| text))
}

/// Replaces what was found by something that is marked more clearly.
fn better(found: &mut Option<(u8, String)>, rank: Option<u8>, element: ElementRef<'_>) {
    let Some(rank) = rank.filter(|rank| found.as_ref().is_none_or(|(before, _)| rank < before)) else {
        return;
    };
    let text = text_of(element);
    if (2..=LONGEST_SIGN).contains(&text.chars().count()) {
        *found = Some((rank, text));
    }
}

fn author_rank(element: ElementRef<'_>, facts: &Facts<'_>) -> Option<u8> {
    let value = element.value();
    let property = value.attr("itemprop").unwrap_or_default();
    let is_link = value.name() == "a";
    // A picture of the person may say for those who do not see it whether they are there.
    let is_unseen = |inner: ElementRef<'_>| facts.said(inner).purposes.contains(Purpose::Invisible);
    if is_link && element.descendent_elements().take(MOST_IN_PICTURE).any(is_unseen) {
        return None;
    }
    let in_author = |element: ElementRef<'_>| {
        element.attr("itemprop").is_some_and(|name| matches!(name, "author" | "creator"))
    };
    if property == "name" {
        return element.ancestors().filter_map(ElementRef::wrap).take(4).any(in_author).then_some(0);
    }
    if is_link && element.ancestors().filter_map(ElementRef::wrap).take(4).any(in_author) {
        return Some(1);
    }
    // A pane of the author holds the name in a block, and beside it others.
    let is_pane = || facts.figures(element).blocks > usize::from(facts.traits(element).block);
    if facts.said(element).parts.author && !is_pane() {
        return Some(if is_link { 1 } else { 2 });
    }
    if matches!(property, "author" | "creator") {
        return Some(2);
    }
    let href = value.attr("href").filter(|_| is_link)?.to_ascii_lowercase();
    let leads_to_person =
        ["/user", "/u/", "/member", "/profile", "/~", "/people/", "mode=viewprofile", "profile.php"]
            .iter()
            .any(|mark| href.contains(mark));
    leads_to_person.then_some(3)
}

fn date_rank(element: ElementRef<'_>, facts: &Facts<'_>) -> Option<u8> {
    let value = element.value();
    if value.name() == "time" {
        return Some(0);
    }
    if value.attr("itemprop").is_some_and(|name| matches!(name, "datePublished" | "dateCreated")) {
        return Some(1);
    }
    if facts.said(element).parts.date {
        return Some(2);
    }
    let leaf = element.child_elements().next().is_none();
    (leaf && matches!(value.name(), "a" | "span" | "div" | "p" | "small" | "td" | "em") && is_dated(element))
        .then_some(3)
}

/// Whether a short text holds a year or an hour.
fn is_dated(element: ElementRef<'_>) -> bool {
    let text = element.text().take(3).collect::<String>();
    let has_year = || {
        text.split(|character: char| !character.is_ascii_digit())
            .any(|digits| digits.len() == 4 && (digits.starts_with("19") || digits.starts_with("20")))
    };
    text.len() <= LONGEST_SIGN && text.bytes().filter(u8::is_ascii_digit).count() >= 5 && has_year()
}
