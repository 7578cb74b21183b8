//! Names out of bylines.

use rstest::rstest;

use super::*;

#[test]
fn the_quick_look_lets_every_beginning_pass() {
    for text in [
        "By Ann Lee",
        "Written by Ann Lee",
        "Medically reviewed by Ann Lee",
        "OLEH Budi Tan",
        "מאת דן לוי",
        "Текст: Анна",
        "автор Анна",
        "بقلم أحمد",
        "كتبت سارة",
        "إعداد: سارة",
        "المصدر: سارة",
        "نویسنده: سارا",
        "文：山田太郎",
        "作者：李明",
        "記者 李明",
        "记者 李明",
        "撰文：李明",
        "기자: 김철수",
        "Écrit par : Anne Roux",
        "Írta: Kis Anna",
        "Tác giả: Nam Anh",
        "投稿者: 山田",
        "글쓴이: 김철수",
    ] {
        assert!(begins_byline(text), "{text}");
    }
    for text in ["Bystanders saw it", "The bridge opens", "Пожар на мосту", "桥梁开通"] {
        assert!(!begins_byline(text), "{text}");
    }
}

#[test]
fn a_word_that_needs_a_colon_is_a_byline_with_it_alone() {
    assert!(
        is_byline_word("Interview:") && is_byline_word("Eingestellt von") && is_byline_word("Écrit par :")
    );
    assert!(!is_byline_word("Interview") && !is_byline_word("Text"));
}

#[test]
fn the_first_words_are_in_order() {
    assert!(BEGINNINGS.is_sorted());
}

#[rstest]
#[case("By Ann Lee", &["Ann Lee"])]
#[case("by: Ann Lee and Bo Chan", &["Ann Lee", "Bo Chan"])]
#[case("Written by ANN LEE, Senior Editor", &["ANN LEE"])]
#[case("By Ann Lee, Bo Chan, and Cy Dee", &["Ann Lee", "Bo Chan", "Cy Dee"])]
#[case("By Ann Lee and", &["Ann Lee"])]
#[case("and Bo Chan", &["Bo Chan"])]
#[case("Juan Carlos I", &["Juan Carlos I"])]
#[case("Lee, E. Jean", &["Lee", "E. Jean"])]
#[case("By Ann Lee in Paris and Bo Chan in San Remo", &["Ann Lee", "Bo Chan"])]
#[case("The Women in Tech", &["The Women in Tech"])]
#[case("Ann Lee et al.", &["Ann Lee"])]
#[case("Por Ana Ruiz y Luis Gil", &["Ana Ruiz", "Luis Gil"])]
#[case("بقلم: سامي حداد و ليلى خوري", &["سامي حداد", "ليلى خوري"])]
#[case("Ann Lee | Bo Chan / ann lee", &["Ann Lee", "Bo Chan"])]
#[case("https://news.example/authors/ann", &[])]
#[case("admin", &[])]
#[case("Ann Lee (The Daily)", &["Ann Lee"])]
#[case("Ann O&#8217;Neill", &["Ann O’Neill"])]
#[case("Byron Dias", &["Byron Dias"])]
#[case("Ann Lee March 2, 2024", &["Ann Lee"])]
#[case("Posted by annl on Sunday March 2, 2024", &["annl"])]
#[case("Post author By Ann Lee", &["Ann Lee"])]
#[case("April Mai", &["April Mai"])]
#[case("profiles/ann-lee", &[])]
#[case("作者：李明", &["李明"])]
#[case("Ann Lee, DVM, Ph.D.", &["Ann Lee"])]
#[case("Md Karim, Bo Chan MD", &["Md Karim", "Bo Chan"])]
#[case("Ann Lee, edited by Bo Chan", &["Ann Lee"])]
#[case("Ann (Annie) Lee", &["Ann (Annie) Lee"])]
#[case("Lee Lee", &["Lee"])]
#[case("By Ann Writer and Piers Paul Read", &["Ann Writer", "Piers Paul Read"])]
#[case("Ann Lee, Staff Writer", &["Ann Lee"])]
#[case("Senior Food Writer", &[])]
#[case("Ann Lee writer", &["Ann Lee"])]
#[case("By Ann Lee Senior Editor", &["Ann Lee"])]
#[case("By Hoang Le March 12, 2024", &["Hoang Le"])]
#[case("Pine Valley Times Staff", &["Pine Valley Times Staff"])]
#[case("By Ann Lee for The Daily", &["Ann Lee"])]
#[case("By Ann Lee @annlee", &["Ann Lee"])]
#[case("By Ann Lee Follow", &["Ann Lee"])]
#[case("By Ann Lee Updated March 2, 2024", &["Ann Lee"])]
#[case("Words: Ann Lee, Photos: Bo Chan", &["Ann Lee"])]
#[case("By Ann Lee. Photographs by Bo Chan", &["Ann Lee"])]
#[case("Written by Ann Lee | Reviewed by Bo Chan", &["Ann Lee"])]
#[case("Medically reviewed by Bo Chan, MD — Written by Ann Lee", &["Ann Lee"])]
#[case("Fact checked by Bo Chan. Written by Ann Lee", &["Ann Lee"])]
#[case("Guest post by Ann Lee", &["Ann Lee"])]
#[case("Review by Ann Lee", &["Ann Lee"])]
#[case("Écrit par Anne Roux le 12 mars 2024", &["Anne Roux"])]
#[case("This entry was posted on March 2, 2024 by Ann Lee.", &["Ann Lee"])]
#[case("5 Min Read", &[])]
#[case("Learn more", &[])]
#[case("Eingestellt von Jens Wittrock", &["Jens Wittrock"])]
#[case("Propos recueillis par Solène Kergoat", &["Solène Kergoat"])]
#[case("Submitted by Beth Willis on Tue, 10/14/2014 - 13:02", &["Beth Willis"])]
#[case("Haber: Elif Demir", &["Elif Demir"])]
#[case("Posted on the 3rd of May 2018 by Ann Lee", &["Ann Lee"])]
#[case("Published Tuesday, 7 March 2023 by Ann Lee", &["Ann Lee"])]
#[case("Veröffentlicht am 5. Mai 2022 von Ann Lee", &["Ann Lee"])]
#[case("By Ann Lee ⋅ Senior Editor", &["Ann Lee"])]
#[case("김도윤 기자", &["김도윤"])]
#[case("Super User", &[])]
#[case("Categories: Town", &[])]
#[case("daily.com", &[])]
#[case("", &[])]
fn a_byline_gives_its_names(#[case] byline: &str, #[case] expected: &[&str]) {
    assert_eq!(names(byline), expected);
}

#[test]
fn the_first_word_lets_every_beginning_of_a_byline_through() {
    let beginnings = "article by|story by|post by|words by|text by|photos by|report by|recipe by|review by|guide by\
        |a article by|an article by|originally written by|authored by|posted by|published by|reported by|edited by\
        |reviewed by|medically reviewed by|contributed by|created by|compiled by|about the author|authors:|written:\
        |por|par|von|di|door|av|af|autor:|auteur:|escrito por|publicado por|redacción:|yazan:|yazar|oleh|penulis:\
        |submitted by|interview by|interview:|text:|ein artikel von|eingestellt von|geschrieben von|verfasst von\
        |veröffentlicht von|écrit par|rédigé par|publié par|propos recueillis par|texte par|escrita por|publicada por\
        |postado por|entrevista por|scritto da|pubblicato da|a cura di|geschreven door|geplaatst door|skrivet av\
        |skrevet af|publicerad av|upplagd av|napisane przez|napsala|ditulis oleh|írta:|szerző:|scris de|auteurs:|autorzy:\
        |autor/in:|haber:|tác giả:|опубликовал|написала|беседовала|撰稿|投稿者|執筆:|著者:|ライター:|取材・文:|글쓴이|작성자|글:\
        |текст:|автор|بقلم|كتب|إعداد|المصدر:|نویسنده:|文/|作者|記者|记者|撰文|기자:|by：";
    for beginning in beginnings.split('|') {
        assert!(begins_byline(beginning), "{beginning}");
        assert!(begins_byline(&beginning.to_uppercase()), "{beginning}");
    }
}

#[test]
fn a_person_is_told_from_a_caption_and_a_group() {
    assert!(["Ann Lee", "Ludwig van Beethoven", "سامي حداد"].iter().all(|name| is_person(name)));
    assert!(
        !["About Us", "Ann", "Who Knows?", "the river bank", "Bridge 7"].iter().any(|name| is_person(name))
    );
    assert!(is_team("The Daily Team") && is_team("Bridges Ltd") && !is_team("Ann Lee"));
}

#[rstest]
#[case("作者：李明", &["李明"])]
#[case("文：山田太郎", &["山田太郎"])]
#[case("记者 王小红", &["王小红"])]
#[case("作者：李明 2026-03-05", &["李明"])]
#[case("김철수 기자", &["김철수"])]
#[case("2026-03-05 来源：城市日报 作者：李明", &["李明"])]
#[case("2026-03-05 08:00　记者 李明　河港日报", &["李明"])]
#[case("기자", &[])]
#[case("作者简介", &[])]
#[case("来源：城市日报", &[])]
#[case("作者：桥梁开通之后的城市生活", &[])]
fn a_label_gives_names_without_spaces(#[case] text: &str, #[case] expected: &[&str]) {
    assert_eq!(unspaced_names(text), expected, "{text}");
}

#[test]
fn the_site_is_no_author_beside_a_person() {
    let authors = vec!["Ann Lee".to_owned(), "The Daily".to_owned(), "ann lee".to_owned()];
    assert_eq!(without_site(authors, Some("the daily")), ["Ann Lee"]);
    assert_eq!(without_site(vec!["Ann Lee The Daily".to_owned()], Some("The Daily")), ["Ann Lee"]);
    let desk = vec!["Ann Lee".to_owned(), "The Daily London".to_owned()];
    assert_eq!(without_site(desk, Some("The Daily")), ["Ann Lee"]);
}
