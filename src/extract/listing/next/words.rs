//! What links to the next page say, in the usual languages.

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
    let folded = text.to_lowercase();
    let folded = folded.split_whitespace().collect::<Vec<_>>().join(" ");
    if PHRASES.contains(&folded.as_str()) {
        Some(Word::Phrase)
    } else if SIGNS.contains(&folded.as_str()) {
        Some(Word::Sign)
    } else {
        None
    }
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
