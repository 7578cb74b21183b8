//! Names of the months of the Gregorian calendar.

use super::{MonthName, Role};

/// Names of the months of the solar calendar of Iran, from that which begins in March on.
pub(super) const SOLAR_MONTHS: [&str; 12] = [
    "فروردین",
    "اردیبهشت",
    "خرداد",
    "تیر",
    "مرداد|امرداد",
    "شهریور",
    "مهر",
    "آبان",
    "آذر",
    "دی",
    "بهمن",
    "اسفند",
];

/// Names of months by language, January first, the commoner language first: where two languages give one name to
/// different months and the page does not say its language, the earlier line wins. Months are parted by commas, their
/// spellings by `|`.
const MONTHS: &[(&str, &str)] = &[
    (
        "en",
        "january|jan, february|feb|febr, march|mar, april|apr, may, june|jun, july|jul, august|aug, \
         september|sep|sept, october|oct, november|nov, december|dec",
    ),
    (
        "es",
        "enero|ene, febrero|feb, marzo|mar, abril|abr, mayo|may, junio|jun, julio|jul, agosto|ago|agto, \
         septiembre|setiembre|sep|sept|set, octubre|oct, noviembre|nov, diciembre|dic",
    ),
    (
        "fr",
        "janvier|janv|jan, février|févr|fév, mars, avril|avr, mai, juin, juillet|juil|juill|jul, août, \
         septembre|sept|sep, octobre|oct, novembre|nov, décembre|déc",
    ),
    (
        "de",
        "januar|jänner|jan|jän, februar|feber|feb, märz|mär|mrz|maerz, april|apr, mai, juni|jun, \
         juli|jul, august|aug, september|sep|sept, oktober|okt, november|nov, dezember|dez",
    ),
    (
        "pt",
        "janeiro|jan, fevereiro|fev, março|mar, abril|abr, maio|mai, junho|jun, julho|jul, agosto|ago, \
         setembro|set, outubro|out, novembro|nov, dezembro|dez",
    ),
    (
        "it",
        "gennaio|gen|genn, febbraio|feb|febbr, marzo|mar, aprile|apr, maggio|mag|magg, giugno|giu, \
         luglio|lug, agosto|ago, settembre|set|sett, ottobre|ott, novembre|nov, dicembre|dic",
    ),
    (
        "ru",
        "января|январь|янв, февраля|февраль|фев|февр, марта|март|мар, апреля|апрель|апр, мая|май, \
         июня|июнь|июн, июля|июль|июл, августа|август|авг, сентября|сентябрь|сен|сент, \
         октября|октябрь|окт, ноября|ноябрь|ноя|нояб, декабря|декабрь|дек",
    ),
    (
        "ar",
        "كانون الثاني|كانون ثاني|كانون ثان|يناير|ينايير|جانفي, شباط|فبراير|فيفري, آذار|اذار|مارس, \
         نيسان|أبريل|إبريل|افريل|أفريل, أيار|ايار|مايو|ماي, حزيران|يونيو|يونية|يونيه|جوان, \
         تموز|يوليو|يولية|يوليه|يوليوز|جويلية, آب|أغسطس|اغسطس|أوت|غشت, أيلول|ايلول|سبتمبر|شتنبر, تشرين \
         الأول|تشرين أول|أكتوبر|اكتوبر, تشرين الثاني|تشرين ثاني|تشرين ثان|نوفمبر|نونبر, كانون \
         الأول|كانون أول|ديسمبر|دجنبر",
    ),
    (
        "tr",
        "ocak|oca, şubat|şub, mart|mar, nisan|nis, mayıs|may, haziran|haz, temmuz|tem, ağustos|ağu, \
         eylül|eyl, ekim|eki, kasım|kas, aralık|ara",
    ),
    (
        "pl",
        "stycznia|styczeń|sty|stycz, lutego|luty|lut, marca|marzec|mar, kwietnia|kwiecień|kwi|kwiec, \
         maja|maj, czerwca|czerwiec|cze|czerw, lipca|lipiec|lip, sierpnia|sierpień|sie|sierp, \
         września|wrzesień|wrz|wrzes, października|październik|paź|pazdz, listopada|listopad|lis|list, \
         grudnia|grudzień|gru|grudz",
    ),
    (
        "nl",
        "januari|jan, februari|feb|febr, maart|mrt, april|apr, mei, juni|jun, juli|jul, augustus|aug, \
         september|sep|sept, oktober|okt, november|nov, december|dec",
    ),
    (
        "id",
        "januari|jan, februari|feb|peb, maret|mar, april|apr, mei, juni|jun, juli|jul, \
         agustus|agu|ags|agt, september|sep|sept, oktober|okt, november|nov|nop, desember|des",
    ),
    (
        "fa",
        "ژانویه|ژانویهٔ|ژانویة, فوریه|فوریهٔ, مارس, آوریل|اپریل, مه|می|مهٔ, ژوئن|جون, ژوئیه|جولای|ژوییه, \
         اوت|آگوست|آگست, سپتامبر|سپتمبر, اکتبر|اکتوبر, نوامبر|نومبر, دسامبر|دسمبر",
    ),
    (
        "bn",
        "জানুয়ারি|জানুয়ারী|জানুয়ারি|জানুয়ারী, ফেব্রুয়ারি|ফেব্রুয়ারী|ফেব্রুয়ারি|ফেব্রুয়ারী, মার্চ, এপ্রিল, মে, জুন, জুলাই, আগস্ট|আগষ্ট, \
         সেপ্টেম্বর, অক্টোবর, নভেম্বর, ডিসেম্বর",
    ),
    (
        "th",
        "มกราคม|ม ค, กุมภาพันธ์|ก พ, มีนาคม|มี ค, เมษายน|เม ย, พฤษภาคม|พ ค, มิถุนายน|มิ ย, กรกฎาคม|ก ค, \
         สิงหาคม|ส ค, กันยายน|ก ย, ตุลาคม|ต ค, พฤศจิกายน|พ ย, ธันวาคม|ธ ค",
    ),
    (
        "uk",
        "січня|січень|січ, лютого|лютий|лют, березня|березень|бер, квітня|квітень|квіт|кві, \
         травня|травень|трав|тра, червня|червень|черв|чер, липня|липень|лип, серпня|серпень|серп|сер, \
         вересня|вересень|вер, жовтня|жовтень|жовт|жов, листопада|листопад|лист|лис, \
         грудня|грудень|груд|гру",
    ),
    (
        "cs",
        "ledna|leden|led, února|únor|úno, března|březen|bře, dubna|duben|dub, května|květen|kvě, \
         června|červen|čvn, července|červenec|čvc, srpna|srpen|srp, září|zář, října|říjen|říj, \
         listopadu|listopad|lis, prosince|prosinec|pro",
    ),
    (
        "sv",
        "januari|jan, februari|feb, mars|mar, april|apr, maj, juni|jun, juli|jul, augusti|aug, \
         september|sep|sept, oktober|okt, november|nov, december|dec",
    ),
    (
        "no",
        "januar|jan, februar|feb, mars|mar, april|apr, mai, juni|jun, juli|jul, august|aug, \
         september|sep|sept, oktober|okt, november|nov, desember|des",
    ),
    (
        "da",
        "januar|jan, februar|feb, marts|mar, april|apr, maj, juni|jun, juli|jul, august|aug, \
         september|sep|sept, oktober|okt, november|nov, december|dec",
    ),
    (
        "fi",
        "tammikuuta|tammikuu|tammi, helmikuuta|helmikuu|helmi, maaliskuuta|maaliskuu|maalis, \
         huhtikuuta|huhtikuu|huhti, toukokuuta|toukokuu|touko, kesäkuuta|kesäkuu|kesä, \
         heinäkuuta|heinäkuu|heinä, elokuuta|elokuu|elo, syyskuuta|syyskuu|syys, lokakuuta|lokakuu|loka, \
         marraskuuta|marraskuu|marras, joulukuuta|joulukuu|joulu",
    ),
    (
        "el",
        "ιανουαρίου|ιανουάριος|ιαν, φεβρουαρίου|φεβρουάριος|φεβ, μαρτίου|μάρτιος|μαρ|μάρτ, \
         απριλίου|απρίλιος|απρ, μαΐου|μάιος|μαϊ|μάι, ιουνίου|ιούνιος|ιουν|ιούν, \
         ιουλίου|ιούλιος|ιουλ|ιούλ, αυγούστου|αύγουστος|αυγ|αύγ, σεπτεμβρίου|σεπτέμβριος|σεπ|σεπτ, \
         οκτωβρίου|οκτώβριος|οκτ, νοεμβρίου|νοέμβριος|νοε|νοέμ, δεκεμβρίου|δεκέμβριος|δεκ",
    ),
    (
        "hu",
        "január|jan, február|febr|feb, március|márc, április|ápr, május|máj, június|jún, július|júl, \
         augusztus|aug, szeptember|szept, október|okt, november|nov, december|dec",
    ),
    (
        "ro",
        "ianuarie|ian, februarie|feb, martie|mar, aprilie|apr, mai, iunie|iun, iulie|iul, august|aug, \
         septembrie|sept|sep, octombrie|oct, noiembrie|noi|nov, decembrie|dec",
    ),
    (
        "hr",
        "siječnja|siječanj|sij, veljače|veljača|velj, ožujka|ožujak|ožu, travnja|travanj|tra, \
         svibnja|svibanj|svi, lipnja|lipanj|lip, srpnja|srpanj|srp, kolovoza|kolovoz|kol, \
         rujna|rujan|ruj, listopada|listopad|lis, studenoga|studenog|studeni|stu, prosinca|prosinac|pro",
    ),
    (
        "sk",
        "januára|január|jan, februára|február|feb, marca|marec|mar, apríla|apríl|apr, mája|máj, \
         júna|jún, júla|júl, augusta|august|aug, septembra|september|sep, októbra|október|okt, \
         novembra|november|nov, decembra|december|dec",
    ),
    (
        "bg",
        "януари|яну, февруари|фев, март|мар, април|апр, май, юни, юли, август|авг, септември|сеп|септ, \
         октомври|окт, ноември|ное, декември|дек",
    ),
    (
        "ca",
        "gener|gen, febrer|febr|feb, març, abril|abr, maig, juny, juliol|jul, agost|ag, \
         setembre|set|setembre, octubre|oct, novembre|nov, desembre|des",
    ),
    (
        "he",
        "ינואר|ינו|בינואר|בינו, פברואר|פבר|בפברואר|בפבר, מרץ|מרס|במרץ|במרס, אפריל|אפר|באפריל|באפר, מאי|במאי, \
         יוני|ביוני, יולי|ביולי, אוגוסט|אוג|באוגוסט|באוג, ספטמבר|ספט|בספטמבר|בספט, אוקטובר|אוק|באוקטובר|באוק, נובמבר|נוב|בנובמבר|בנוב, דצמבר|דצמ|בדצמבר|בדצמ",
    ),
    (
        "ms",
        "januari|jan, februari|feb, maret, april|apr, mei, jun, julai|jul, ogos, september|sep|sept, oktober|okt, \
         november|nov, disember|dis",
    ),
    (
        "hi",
        "जनवरी|जन, फ़रवरी|फरवरी|फ़र|फर, मार्च, अप्रैल|अप्रै, मई, जून, जुलाई|जुल, अगस्त|अग, सितंबर|सितम्बर|सित, \
         अक्टूबर|अक्तूबर|अक्टू|अक्तू, नवंबर|नवम्बर|नव, दिसंबर|दिसम्बर|दिस",
    ),
];

/// Names of months that are also ordinary words, so that without a year they need more than their spelling.
const COMMON_WORDS: &str = "may|march|mar|mars|set|ago|out|mai|mag|mei|maj|gen|lug|ara|tem|pro|list|lis|dub|led|elo|sie|sty|\
     tra|kas|eki|ag|des|kol|stu|loka|touko|noi|ian|lip|gru|ott|giu|velj|ruj|лис|лист|сен|вер|сер|мая|\
     май|март|می|مه|मई";

/// Hands every name of a month, with its role, to `add`.
pub(super) fn for_each(mut add: impl FnMut(Role, &str)) {
    for (language, months) in MONTHS {
        for (month, spellings) in (1_i8..).zip(months.split(", ")) {
            for spelling in spellings.split('|') {
                let name = MonthName {
                    month,
                    language,
                    is_common_word: COMMON_WORDS.split('|').any(|word| word == spelling),
                };
                add(Role::Month(name), spelling);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_language_has_twelve_months() {
        for (language, months) in MONTHS {
            assert_eq!(months.split(", ").count(), 12, "{language}");
        }
    }

    #[test]
    fn a_language_gives_no_name_to_two_months() {
        for (language, _) in MONTHS {
            let mut seen = std::collections::HashMap::new();
            for_each(|role, spelling| {
                if let Role::Month(name) = role
                    && name.language == *language
                {
                    let other = seen.insert(spelling.to_owned(), name.month);
                    assert!(other.is_none_or(|month| month == name.month), "{language} {spelling}");
                }
            });
        }
    }
}
