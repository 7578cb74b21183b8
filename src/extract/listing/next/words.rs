//! What links to the next page say, in the usual languages.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

/// How plainly a link says that it leads on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Word {
    /// "Older posts", "next page": nothing else is called so.
    Phrase,
    /// "Next", or an arrow: carousels and calendars say so too.
    Sign,
}

/// What a text says of the next page, if that is all that it says.
pub(super) fn word(text: &str) -> Option<Word> {
    let text = text.trim();
    if matches!(text, "›" | "»" | "→" | "⟩" | "❯" | ">" | ">>" | "▶" | "▸" | "⇒" | "➔" | "❱")
    {
        return Some(Word::Sign);
    }
    let text = text.trim_matches(|c: char| !c.is_alphanumeric() && !is_mark(c));
    if text.split_whitespace().map(str::len).sum::<usize>() > LONGEST_BYTES {
        return None;
    }
    if !KNOWN.may_begin_with(text) {
        return None;
    }
    let mut folded = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !folded.is_empty() {
            folded.push(' ');
        }
        folded.push_str(&word.to_lowercase());
    }
    KNOWN.words.get(folded.as_str()).copied()
}

/// The texts below.
static KNOWN: LazyLock<Known> = LazyLock::new(|| {
    let phrases = PHRASES.iter().map(|text| (*text, Word::Phrase));
    let signs = SIGNS.iter().map(|text| (*text, Word::Sign));
    let words: FxHashMap<_, _> = signs.chain(phrases).collect();
    let firsts = words.keys().filter_map(|text| letter(text)).fold(0, |firsts, letter| firsts | letter);
    Known { words, firsts }
});

struct Known {
    words: FxHashMap<&'static str, Word>,
    /// The ASCII letters with which some of them begin, each a bit.
    firsts: u32,
}

impl Known {
    /// Most links of a page are titles and names of sections, and begin with another letter.
    fn may_begin_with(&self, text: &str) -> bool {
        letter(text).is_none_or(|letter| self.firsts & letter != 0)
    }
}

/// The bit of the ASCII letter with which a text begins.
fn letter(text: &str) -> Option<u32> {
    let first = text.bytes().next().filter(u8::is_ascii_alphabetic)?;
    Some(1 << (first.to_ascii_lowercase() - b'a'))
}

/// More bytes, without spaces, than the longest of these has in any case.
const LONGEST_BYTES: usize = 48;

/// Vowel signs at the end of a word of the scripts of India and Thailand.
fn is_mark(character: char) -> bool {
    matches!(character, '\u{0900}'..='\u{0D7F}' | '\u{0E00}'..='\u{0E7F}')
}

const PHRASES: &[&str] = &[
    "next page",
    "older posts",
    "older entries",
    "older articles",
    "older stories",
    "older news",
    "older items",
    "older",
    "previous posts",
    "previous entries",
    "page suivante",
    "articles plus anciens",
    "plus anciens",
    "articles précédents",
    "messages plus anciens",
    "nächste seite",
    "ältere beiträge",
    "ältere einträge",
    "ältere artikel",
    "ältere",
    "página siguiente",
    "siguiente página",
    "entradas antiguas",
    "entradas anteriores",
    "más antiguas",
    "más antiguos",
    "pagina successiva",
    "prossima pagina",
    "articoli meno recenti",
    "post più vecchi",
    "articoli precedenti",
    "próxima página",
    "página seguinte",
    "posts antigos",
    "mais antigos",
    "mais antigas",
    "volgende pagina",
    "oudere berichten",
    "oudere artikelen",
    "następna strona",
    "starsze wpisy",
    "starsze",
    "следующая страница",
    "старые записи",
    "ранее",
    "наступна сторінка",
    "старіші записи",
    "الصفحة التالية",
    "المقالات الأقدم",
    "الأقدم",
    "مقالات أقدم",
    "صفحه بعد",
    "صفحه بعدی",
    "نوشته‌های قدیمی‌تر",
    "הדף הבא",
    "לעמוד הבא",
    "העמוד הבא",
    "sonraki sayfa",
    "eski yazılar",
    "下一页",
    "下一頁",
    "次のページ",
    "次ページ",
    "다음 페이지",
    "다음페이지",
    "trang sau",
    "trang tiếp",
    "halaman berikutnya",
    "halaman selanjutnya",
    "nästa sida",
    "äldre inlägg",
    "næste side",
    "ældre indlæg",
    "neste side",
    "eldre innlegg",
    "seuraava sivu",
    "vanhemmat artikkelit",
    "další stránka",
    "starší příspěvky",
    "ďalšia strana",
    "következő oldal",
    "régebbi bejegyzések",
    "pagina următoare",
    "articole mai vechi",
    "επόμενη σελίδα",
    "παλαιότερα άρθρα",
    "अगला पृष्ठ",
    "अगला पेज",
    "หน้าถัดไป",
    "следваща страница",
    "следећа страна",
    "sljedeća stranica",
    "sledeća strana",
    "pàgina següent",
];

const SIGNS: &[&str] = &[
    "next",
    "suivant",
    "suivante",
    "suivants",
    "weiter",
    "nächste",
    "nächster",
    "vor",
    "siguiente",
    "siguientes",
    "successivo",
    "successiva",
    "avanti",
    "prossimo",
    "prossima",
    "próximo",
    "próxima",
    "seguinte",
    "volgende",
    "następna",
    "następny",
    "następne",
    "dalej",
    "следующая",
    "следующий",
    "далее",
    "вперёд",
    "вперед",
    "дальше",
    "наступна",
    "далі",
    "التالي",
    "التالية",
    "بعدی",
    "הבא",
    "הבאה",
    "sonraki",
    "ileri",
    "下页",
    "下頁",
    "后页",
    "次へ",
    "次",
    "다음",
    "tiếp",
    "tiếp theo",
    "sau",
    "berikutnya",
    "selanjutnya",
    "nästa",
    "næste",
    "neste",
    "seuraava",
    "další",
    "následující",
    "ďalšia",
    "ďalšie",
    "következő",
    "următoarea",
    "următorul",
    "înainte",
    "επόμενη",
    "επόμενο",
    "επόμενα",
    "अगला",
    "ถัดไป",
    "следваща",
    "следећа",
    "sljedeća",
    "sledeća",
    "següent",
    "more posts",
    "more stories",
    "more articles",
    "more news",
    "load more",
    "show more",
    "الأخبار التالية",
    "اگلا",
    "পরবর্তী",
];
