//! What the words of an element say of its part in a thread. Programs for forums are few, and name what they write alike.

/// What part of a thread an element is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub(in crate::extract::article) struct Parts {
    /// It holds what a person wrote …
    pub message: bool,
    /// … or something that stands beside messages and is named like them.
    pub beside: bool,
    /// It frames the content of a post.
    pub frame: bool,
    /// It is called content and nothing else.
    pub content: bool,
    /// A remark on something else.
    pub remark: bool,
    /// An answer to something else.
    pub answer: bool,
    /// A quote.
    pub quote: bool,
    /// What somebody has below each of their messages.
    pub signature: bool,
    /// It names who wrote.
    pub author: bool,
    /// It tells when.
    pub date: bool,
    /// Its class hides it.
    pub unseen: bool,
}

impl Parts {
    /// What a token of a class says; `words` are those of the token.
    pub(in crate::extract::article) fn of(token: &str, words: &[&str]) -> Self {
        let any = |wanted: &[&str]| words.iter().any(|word| wanted.contains(word));
        let is_number = |word: &str| word.bytes().all(|byte| byte.is_ascii_digit());
        let is_whole = match words {
            [word] => WHOLE.contains(word),
            // The number of the message may follow.
            [word, number] => is_number(number) && (WHOLE.contains(word) || *word == "msg"),
            _ => false,
        };
        let is_message = |pair: &[&str]| match pair {
            [of, part] => MESSAGE_OF.contains(of) && MESSAGE_PARTS.contains(part),
            _ => false,
        };
        Self {
            message: is_whole || words.windows(2).any(is_message),
            beside: any(&NO_MESSAGE),
            frame: any(&FRAMES),
            content: token == "content",
            remark: any(&REMARKS),
            // In between it is what a box is for: `js-replyNewMessage` stands around whole threads.
            answer: [words.first(), words.last()].into_iter().flatten().any(|word| ANSWERS.contains(word)),
            quote: words.iter().any(|word| word.contains("quote")),
            signature: any(&SIGNATURES) && !any(&["with", "has", "no"]),
            author: any(&AUTHORS),
            date: any(&DATES),
            unseen: token == "hidden",
        }
    }

    /// What an attribute other than the class says with the same words.
    pub(in crate::extract::article) const fn without_classes(self) -> Self {
        Self {
            message: self.message,
            beside: self.beside,
            frame: false,
            content: false,
            remark: false,
            answer: false,
            quote: false,
            signature: false,
            author: false,
            date: false,
            unseen: false,
        }
    }

    /// All that two texts say.
    pub(in crate::extract::article) const fn and(self, other: Self) -> Self {
        Self {
            message: self.message || other.message,
            beside: self.beside || other.beside,
            frame: self.frame || other.frame,
            content: self.content || other.content,
            remark: self.remark || other.remark,
            answer: self.answer || other.answer,
            quote: self.quote || other.quote,
            signature: self.signature || other.signature,
            author: self.author || other.author,
            date: self.date || other.date,
            unseen: self.unseen || other.unseen,
        }
    }
}

/// What people write in a thread …
const MESSAGE_OF: [&str; 10] =
    ["message", "msg", "post", "comment", "reply", "answer", "topic", "bb", "usertext", "user"];
/// … and the part of it that is their text.
const MESSAGE_PARTS: [&str; 10] =
    ["body", "content", "text", "message", "msg", "wrapper", "copy", "markdown", "md", "contents"];
/// The same in one word.
const WHOLE: [&str; 17] = [
    "messagebody",
    "messagetext",
    "messagecontent",
    "postbody",
    "postcontent",
    "posttext",
    "postmsg",
    "postmessage",
    "commentbody",
    "commenttext",
    "commentcontent",
    "commtext",
    "bbwrapper",
    "cooked",
    "usercontent",
    "replycontent",
    "answercontent",
];
/// What stands beside messages and is named like them.
const NO_MESSAGE: [&str; 12] = [
    "signature",
    "postsignature",
    "sig",
    "quote",
    "form",
    "editor",
    "new",
    "preview",
    "notice",
    "footer",
    "actions",
    "header",
];
/// What a signature is called.
const SIGNATURES: [&str; 4] = ["signature", "signatures", "postsignature", "signaturecontainer"];
/// What programs for forums put around the content of a post.
const FRAMES: [&str; 5] = ["postbody", "postrow", "postbit", "message", "reply"];
/// What remarks are called.
const REMARKS: [&str; 6] =
    ["comment", "comments", "commenttext", "commentbody", "commentcontent", "commtext"];
/// What answers are called.
const ANSWERS: [&str; 6] = ["answer", "answers", "replies", "reply", "response", "responses"];
/// What those who write are called.
const AUTHORS: [&str; 7] =
    ["username", "author", "poster", "nickname", "usernames", "bigusername", "creator"];
/// What the time of a post is called.
const DATES: [&str; 8] =
    ["date", "time", "timestamp", "relativetime", "posttime", "postdate", "datetime", "age"];
