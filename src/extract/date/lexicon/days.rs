//! Names of the days of the week, and words for the halves of a day; spellings are parted by `|`.

/// Names of the days of the week, Monday first.
pub(super) const WEEKDAYS: [&str; 7] = [
    "monday|mon|lunes|lun|lundi|montag|mo|segunda|segunda feira|seg|lunedì|понедельник|пн|الاثنين|الإثنين|اثنين|\
     pazartesi|pzt|poniedziałek|pon|pn|maandag|ma|senin|sen|دوشنبه|понеділок|pondělí|po|måndag|mån|mandag|man|\
     maanantai|maanantaina|δευτέρα|δευ|hétfő|luni|ponedjeljak|pondelok|понеделник|dilluns|星期一|周一|週一|月曜日|月曜|\
     월요일|월|月|thứ hai|सोमवार|सोम|יום שני|שני",
    "tuesday|tue|tues|martes|mar|mardi|dienstag|di|terça|terça feira|ter|martedì|вторник|вт|الثلاثاء|الثلاثا|\
     ثلاثاء|salı|sal|wtorek|wt|dinsdag|selasa|sel|سه شنبه|вівторок|úterý|út|tisdag|tis|tirsdag|tir|tiistai|\
     tiistaina|τρίτη|τρι|kedd|marți|utorak|utorok|dimarts|星期二|周二|週二|火曜日|火曜|화요일|화|火|thứ ba|मंगलवार|मंगल|יום שלישי|שלישי",
    "wednesday|wed|weds|miércoles|mié|mercredi|mer|mittwoch|mi|quarta|quarta feira|qua|mercoledì|среда|ср|\
     الأربعاء|أربعاء|çarşamba|çar|środa|śr|woensdag|wo|rabu|rab|چهارشنبه|середа|středa|st|onsdag|ons|keskiviikko|\
     keskiviikkona|τετάρτη|τετ|szerda|miercuri|srijeda|streda|сряда|dimecres|星期三|周三|週三|水曜日|水曜|수요일|수|水|thứ tư|\
     बुधवार|बुध|יום רביעי|רביעי",
    "thursday|thu|thur|thurs|jueves|jue|jeudi|jeu|donnerstag|do|quinta|quinta feira|qui|giovedì|gio|четверг|чт|\
     الخميس|خميس|perşembe|per|czwartek|czw|donderdag|kamis|kam|پنجشنبه|پنج شنبه|четвер|čtvrtek|čt|torsdag|tor|\
     torstai|torstaina|πέμπτη|πεμ|csütörtök|joi|četvrtak|štvrtok|четвъртък|dijous|星期四|周四|週四|木曜日|木曜|목요일|\
     목|木|thứ năm|गुरुवार|गुरु|יום חמישי|חמישי",
    "friday|fri|viernes|vie|vendredi|ven|freitag|fr|sexta|sexta feira|sex|venerdì|пятница|пт|الجمعة|جمعة|cuma|cum|\
     piątek|pt|pią|vrijdag|vr|jumat|jum|جمعه|пʼятниця|п ятниця|pátek|pá|fredag|fre|perjantai|perjantaina|παρασκευή|\
     παρ|péntek|vineri|petak|piatok|петък|divendres|星期五|周五|週五|金曜日|金曜|금요일|금|金|thứ sáu|शुक्रवार|शुक्र|יום שישי|שישי",
    "saturday|sat|sábado|sáb|samedi|sam|samstag|sonnabend|sa|sabato|суббота|сб|السبت|سبت|cumartesi|cmt|sobota|sob|\
     zaterdag|za|sabtu|sab|شنبه|субота|so|lördag|lör|lørdag|lør|lauantai|lauantaina|σάββατο|σαβ|szombat|sâmbătă|\
     subota|събота|dissabte|星期六|周六|週六|土曜日|土曜|토요일|토|土|thứ bảy|शनिवार|शनि|שבת|יום שבת",
    "sunday|sun|domingo|dom|dimanche|dim|sonntag|so|domenica|воскресенье|вс|الأحد|أحد|pazar|paz|niedziela|nie|nd|\
     zondag|zo|minggu|min|یکشنبه|یک شنبه|неділя|нд|neděle|ne|söndag|sön|søndag|søn|sunnuntai|sunnuntaina|κυριακή|\
     κυρ|vasárnap|duminică|nedjelja|nedeľa|неделя|diumenge|星期日|星期天|周日|週日|日曜日|日曜|일요일|일|日|chủ nhật|रविवार|रवि|יום ראשון|ראשון",
];

/// Words for the hours before noon.
pub(super) const ANTE_MERIDIEM: &str =
    "am|a m|صباحا|ص|فجرا|上午|凌晨|早上|早晨|午前|오전|새벽|π μ|πμ|ق ظ|صبح|पूर्वाह्न";

/// Words for the hours after noon.
pub(super) const POST_MERIDIEM: &str =
    "pm|p m|مساء|م|ظهرا|عصرا|بعد الظهر|下午|中午|傍晚|晚上|午後|오후|저녁|μ μ|μμ|ب ظ|بعدازظهر|अपराह्न";

/// Words for the hours before and after noon that other languages use for other things.
pub(super) const MERIDIEMS_OF: &[(&str, &str, &str)] = &[("sv", "fm|f m", "em|e m"), ("tr", "öö", "ös")];
