//! Words for amounts of time: units that need a number, and amounts in one word.

use super::Role;
use super::Unit::{Day, Hour, Minute, Month, Second, Week, Year};

/// Roles with their spellings, parted by `|`.
pub(super) const AMOUNTS: &[(Role, &str)] = &[
    (
        Role::Unit(Second),
        "giây|วินาที|วินาทีที่แล้ว|\
         second|seconds|sec|secs|s|segundo|segundos|seg|segs|seconde|secondes|sekunde|sekunden|sek|secondo|\
         secondi|секунд|секунды|секунду|секунда|сек|с|ثانية|ثواني|ثوان|ثانیه|saniye|sn|sekund|sekundy|sekundę|\
         sekunder|sekunnin|sekuntia|secunde|δευτερόλεπτα|másodperce|másodperccel|detik|seconden|秒|秒钟|秒鐘|초|שניות|\
         секунди|segon|segons|sekundami|sekundou|δευτ|δ|sekunti|שנ|सेकंड|से|dtk|sekundi|mp",
    ),
    (
        Role::Unit(Minute),
        "phút|นาที|นาทีที่แล้ว|นาทีที่ผ่านมา|\
         minute|minutes|min|mins|m|minuto|minutos|minuten|minuti|минут|минуты|минуту|минута|мин|хв|хвилин|хвилини|\
         хвилину|دقيقة|دقائق|دقایق|dakika|dk|minut|minuty|minutę|minuter|minutter|minuutin|minuuttia|λεπτά|λεπτό|\
         λ|perce|perccel|menit|minuut|分|分钟|分鐘|分間|분|דקות|מינוט|मिनट|минути|minuts|minutami|minutou|minútami|\
         minútou|λεπ|minuutti|דק|मि|mnt|minutt|minutu|minuta",
    ),
    (
        Role::Unit(Hour),
        "giờ|tiếng|ชั่วโมง|ชั่วโมงที่แล้ว|ชั่วโมงที่ผ่านมา|\
         hour|hours|hr|hrs|h|hora|horas|hs|heure|heures|stunde|stunden|std|ora|ore|час|часа|часов|ч|ساعة|ساعات|\
         ساعت|saat|sa|godzina|godziny|godzin|godzinę|godz|timme|timmar|tim|time|timer|tunti|tuntia|tunnin|ώρα|\
         ώρες|óra|órája|órával|jam|uur|uren|hodina|hodiny|hodin|hodinami|hodinou|小时|小時|個小時|个小时|時間|鐘頭|시간|שעות|घंटे|\
         घंटा|hores|ώ|שע|घं|sat|sata|sati|hodinách",
    ),
    (
        Role::Unit(Day),
        "ngày|วัน|วันที่แล้ว|วันที่ผ่านมา|\
         day|days|d|día|días|dia|dias|jour|jours|j|tag|tage|tagen|tg|giorno|giorni|gg|день|дня|дней|дн|дні|днів|\
         يوم|أيام|يوما|روز|gün|dzień|dni|dag|dagar|dager|dage|dagen|päivä|päivää|päivän|μέρα|μέρες|ημέρα|ημέρες|\
         nap|napja|nappal|hari|zi|zile|den|dny|dnů|dnem|天|日|日間|일|ימים|दिन|дни|ден|dies|dňami|dňom|ημ|pv|dgn|døgn|\
         dan|dana|יום",
    ),
    (
        Role::Unit(Week),
        "tuần|สัปดาห์|สัปดาห์ที่แล้ว|สัปดาห์ที่ผ่านมา|\
         week|weeks|wk|wks|w|semana|semanas|sem|semaine|semaines|woche|wochen|wo|settimana|settimane|неделя|\
         недели|неделю|недель|нед|тиждень|тижні|тижнів|أسبوع|أسابيع|أسبوعا|هفته|hafta|tydzień|tygodnie|tygodni|\
         tyg|vecka|veckor|uke|uker|uge|uger|viikko|viikkoa|εβδομάδα|εβδομάδες|hét|hete|héttel|minggu|săptămână|\
         săptămâni|weken|týden|týdny|周|週|週間|星期|个星期|個星期|주|주일|שבועות|सप्ताह|седмица|седмици|седм|setmana|setmanes|\
         setm|týdnem|týd|týždňami|týždňom|týž|εβδ|vk|שב|mgg|sett|săpt|tydz|hf|тиж|tjedan|tjedna|tj",
    ),
    (
        Role::Unit(Month),
        "tháng|เดือน|เดือนที่แล้ว|เดือนที่ผ่านมา|\
         month|months|mo|mos|mes|meses|mois|monat|monate|monaten|mon|mese|mesi|mês|месяц|месяца|месяцев|мес|\
         місяць|місяці|місяців|شهر|أشهر|شهور|شهرا|ماه|ay|miesiąc|miesiące|miesięcy|mies|månad|månader|måned|\
         måneder|kuukausi|kuukautta|kuukauden|μήνα|μήνες|hónap|hónapja|hónappal|bulan|lună|luni|maand|maanden|\
         měsíc|měsíce|měsíci|个月|個月|ヶ月|か月|カ月|ヵ月|箇月|月|개월|달|חודשים|महीने|месец|месеца|mesos|měsícem|měsíců|mesiacmi|\
         mesiacom|mdr|md|kk|חו|माह|bln|mån|міс|mjesec|mjeseca|mjeseci|mj",
    ),
    (
        Role::Unit(Year),
        "năm|ปี|ปีที่แล้ว|ปีที่ผ่านมา|\
         year|years|yr|yrs|y|año|años|an|ans|année|années|jahr|jahre|jahren|anno|anni|ano|anos|года|лет|г|рік|\
         роки|років|سنة|سنوات|سنين|عام|أعوام|عاما|سال|yıl|sene|rok|lata|lat|år|vuosi|vuotta|vuoden|χρόνο|χρόνια|\
         έτος|έτη|év|éve|évvel|tahun|ani|jaar|jaren|roky|lety|年|年間|년|שנים|साल|any|anys|rokem|rokmi|rokom|वर्ष|thn|\
         л|р|godinu|godine|godina",
    ),
    // Words that mean another unit, or an unknown one, in some languages; the language of the page decides.
    (Role::UnitOf("uk", Some(Hour)), "година|години|годин|годину|год"),
    (Role::UnitOf("ru", Some(Year)), "год"),
    (Role::UnitOf("bg", Some(Year)), "година|години|г"),
    (Role::UnitOf("nl", Some(Hour)), "u"),
    (Role::UnitOf("nb", Some(Week)), "u"),
    (Role::UnitOf("no", Some(Week)), "u"),
    (Role::UnitOf("nb", Some(Hour)), "t"),
    (Role::UnitOf("no", Some(Hour)), "t"),
    (Role::UnitOf("da", Some(Hour)), "t"),
    (Role::UnitOf("fi", Some(Hour)), "t"),
    (Role::UnitOf("fi", Some(Year)), "v"),
    (Role::UnitOf("sv", Some(Week)), "v"),
    (Role::UnitOf("id", Some(Day)), "h|hr"),
    (Role::UnitOf("it", Some(Day)), "g"),
    (Role::UnitOf("pl", Some(Hour)), "g"),
    (Role::UnitOf("hr", Some(Year)), "g"),
    (Role::UnitOf("cs", Some(Year)), "r|l"),
    (Role::UnitOf("sk", Some(Year)), "r"),
    (Role::UnitOf("es", None), "m"),
    (Role::UnitOf("fr", None), "m"),
    (Role::UnitOf("pt", None), "m"),
    (Role::UnitOf("it", None), "m"),
    (Role::UnitOf("ro", None), "m"),
    (Role::Amount(30, Second), "half a minute|نصف دقيقة|полминуты|半分钟|半分鐘"),
    (Role::Amount(1, Minute), "دقيقة|минуту|хвилину|דקה"),
    (Role::Amount(2, Minute), "دقيقتين|دقيقتان"),
    (
        Role::Amount(30, Minute),
        "half an hour|نصف ساعة|media hora|une demi heure|meia hora|mezz ora|полчаса|півгодини|半小时|半小時|半時間|\
         yarım saat|pół godziny|einer halben stunde|een half uur",
    ),
    (Role::Amount(1, Hour), "ساعة|час|godzinę|שעה|hodinou"),
    (Role::Amount(2, Hour), "ساعتين|ساعتان|שעתיים"),
    (Role::Amount(1, Day), "يوم|день|ημέρα"),
    (Role::Amount(2, Day), "يومين|يومان|יומיים"),
    (Role::Amount(1, Week), "أسبوع|неделю|тиждень|tydzień|שבוע"),
    (Role::Amount(2, Week), "أسبوعين|أسبوعان|שבועיים"),
    (Role::Amount(1, Month), "شهر|месяц|місяць|miesiąc|חודש"),
    (Role::Amount(2, Month), "شهرين|شهران|חודשיים"),
    (Role::Amount(1, Year), "سنة|عام|год|рік|rok|שנה"),
    (Role::Amount(2, Year), "سنتين|سنتان|عامين|عامان|שנתיים"),
    (
        Role::Count(1),
        "a|an|one|un|una|uno|une|ein|eine|einem|einer|einen|um|uma|одну|один|одна|одну|bir|واحد|واحدة|یک|een|één|en|\
         ett|et|εδώ και|μία|ένα|μια|egy|o|jeden|jedną|jedna|jednou|satu|se|yksi|一|한|एक",
    ),
    (
        Role::Count(2),
        "two|שתי|dos|deux|zwei|dois|duas|due|два|две|дві|iki|اثنين|دو|twee|två|to|δύο|dwa|dwie|dwóch|dva|dvě|dua|kaksi|两|\
         兩|二|두|दो",
    ),
    (
        Role::Count(3),
        "three|tres|trois|drei|três|tre|три|üç|ثلاثة|ثلاث|سه|drie|τρεις|trzy|tři|tiga|kolme|三|세",
    ),
    (
        Role::Count(4),
        "four|cuatro|quatre|vier|quatro|quattro|четыре|чотири|dört|أربعة|أربع|fyra|fire|cztery|empat|四|네",
    ),
    (Role::Count(5), "five|cinco|cinq|fünf|cinque|пять|beş|خمسة|خمس|vijf|fem|pięć|lima|五|다섯"),
    (Role::Count(6), "six|seis|sechs|sei|шесть|altı|ستة|ست|zes|sex|sześć|enam|六|여섯"),
    (Role::Count(7), "seven|siete|sept|sieben|sete|sette|семь|yedi|سبعة|سبع|zeven|sju|syv|siedem|tujuh|七"),
    (
        Role::Count(8),
        "eight|ocho|huit|acht|oito|otto|восемь|sekiz|ثمانية|ثماني|åtta|otte|åtte|osiem|delapan|八",
    ),
    (Role::Count(9), "nine|nueve|neuf|neun|nove|девять|dokuz|تسعة|تسع|negen|nio|ni|dziewięć|sembilan|九"),
    (Role::Count(10), "ten|diez|dix|zehn|dez|dieci|десять|عشرة|عشر|tien|tio|ti|dziesięć|sepuluh|十"),
];
