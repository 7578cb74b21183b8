//! The small words around dates: "ago", "yesterday", "published on", "o'clock".

use super::{Part, Role};

/// Roles with their spellings, parted by `|`.
pub(super) const SPEECH: &[(Role, &str)] = &[
    (
        Role::Ago,
        "ago|atrás|fa|πριν|назад|тому|evvel|geleden|sedan|siden|sitten|temu|lalu|yang lalu|în urmă|\
         پیش|前|之前|以前|前に|전|전에|ezelőtt|पहले|trước|ที่แล้ว|ที่ผ่านมา",
    ),
    (Role::AgoOf("tr"), "önce"),
    (Role::AgoOf("sv"), "sen"),
    (Role::AgoOf("fa"), "قبل"),
    (
        Role::AgoEnding,
        "másodperce|perce|órája|napja|hete|hónapja|éve|วินาทีที่แล้ว|นาทีที่แล้ว|ชั่วโมงที่แล้ว|วันที่แล้ว|สัปดาห์ที่แล้ว|เดือนที่แล้ว|\
         ปีที่แล้ว|นาทีที่ผ่านมา|ชั่วโมงที่ผ่านมา|วันที่ผ่านมา|สัปดาห์ที่ผ่านมา|เดือนที่ผ่านมา|ปีที่ผ่านมา",
    ),
    (Role::Since, "hace|il y a|vor|há|منذ|قبل|πριν|πριν από|před|acum|לפני|prije|преди|пр|pred|fa"),
    (
        Role::About,
        "about|around|approximately|almost|nearly|over|aproximadamente|unas|unos|casi|environ|près de|etwa|circa|ca|\
         rund|knapp|cerca de|около|примерно|حوالي|نحو|yaklaşık|około|ongeveer|約|约|大约|大約|약",
    ),
    (Role::And, "and|y|et|und|e|и|و|ve|i|en|och|og|και|és|dan|și|a"),
    (
        Role::DaysBack(0),
        "today|hoy|aujourd hui|heute|hoje|oggi|сегодня|сьогодні|اليوم|امروز|bugün|dziś|dzisiaj|vandaag|idag|i dag|\
         tänään|σήμερα|hari ini|astăzi|azi|dnes|danas|avui|היום|hôm nay|วันนี้|今天|今日|오늘|आज",
    ),
    (
        Role::DaysBack(1),
        "yesterday|ayer|gestern|ontem|ieri|вчера|вчора|أمس|امس|البارحة|دیروز|dün|wczoraj|gisteren|igår|i går|eilen|\
         χθες|χτες|tegnap|kemarin|včera|jučer|ahir|אתמול|hôm qua|เมื่อวาน|เมื่อวานนี้|昨天|昨日|きのう|어제",
    ),
    (Role::DaysBackOf("hu", 0), "ma"),
    (Role::DaysBackOf("fr", 1), "hier"),
    (
        Role::DaysBack(2),
        "anteayer|antier|avant hier|vorgestern|anteontem|l altro ieri|позавчера|позавчора|أول أمس|أول من أمس|\
         evvelsi gün|przedwczoraj|eergisteren|i förrgår|前天|一昨日|おととい|그저께|그제|שלשום",
    ),
    (
        Role::Now,
        "just now|right now|moments ago|a moment ago|a few moments|a few seconds|few seconds|الآن|الان|قبل قليل|منذ قليل|\
         منذ لحظات|قبل لحظات|ahora mismo|hace un momento|hace unos segundos|hace instantes|à l instant|maintenant|\
         gerade eben|soeben|только что|щойно|az önce|şimdi|agora|agora mesmo|adesso|proprio ora|przed chwilą|\
         zojuist|just nu|akkurat nå|lige nu|juuri nyt|μόλις τώρα|baru saja|právě teď|刚刚|剛剛|刚才|剛才|たった今|\
         たったいま|방금|방금전|עכשיו|همین حالا",
    ),
    (Role::Link, "of|de|del|d|di|do|da|من|den|der|the|dia|año|anno|ano|l"),
    (
        Role::At,
        "at|a|a las|a la|las|la|à|às|as|um|gegen|alle|alle ore|ore|ora|в|во|о|об|الساعة|عند الساعة|على الساعة|\
         في تمام الساعة|عند|في|saat|o|o godz|godz|o godzinie|godzina|om|kl|klockan|klokken|klo|kello|στις|ώρα|v|ve|\
         la ora|pukul|jam|ساعت|u|ob|בשעה|ב|at local time|को",
    ),
    (
        Role::Frame,
        "for|för|يوم|published|publish|posted|post|updated|update|created|modified|edited|released|issued|written|filed|last|\
         first|latest|date|dated|time|on|at|the|as of|local time|hour|publicado|publicada|publicación|actualizado|\
         actualizada|actualización|última|último|modificado|fecha|hora|el|en|día|desde|publié|publiée|publication|\
         mis|mise|jour|dernière|modifié|modifiée|modification|le|ce|à|heure|paru|parution|veröffentlicht|\
         erstellt|aktualisiert|stand|vom|am|datum|zuletzt|geändert|publicação|atualizado|atualizada|atualização|em|data|\
         pubblicato|pubblicata|aggiornato|aggiornata|aggiornamento|ultimo|ultima|modifica|il|del|опубликовано|\
         опубликована|обновлено|обновлен|дата|публикации|время|размещено|создано|изменено|последнее|оновлено|\
         опубліковано|نشر|نشرت|نشر في|نشرت في|النشر|المنشور|تاريخ|بتاريخ|التاريخ|تحديث|التحديث|آخر|اخر|محدث|تم|تم \
         النشر|تعديل|في|وقت|الموافق|أضيف|کد|انتشار|تاریخ|منتشر|شده|به|روزرسانی|yayınlanma|yayın|yayınlandı|yayımlanma|\
         tarihi|tarih|güncelleme|güncellendi|son|giriş|eklenme|opublikowano|opublikowany|aktualizacja|dodano|dnia|\
         ostatnia|publikacji|z|gepubliceerd|bijgewerkt|geplaatst|laatst|op|publicerad|uppdaterad|den|publisert|\
         oppdatert|sist|publiceret|opdateret|julkaistu|päivitetty|δημοσίευση|δημοσιεύτηκε|ενημέρωση|τελευταία|\
         megjelent|frissítve|közzétéve|publicat|actualizat|postat|publikováno|aktualizováno|vydáno|objavljeno|\
         ažurirano|dipublikasikan|diperbarui|diterbitkan|terbit|tanggal|发布|發布|发布于|发布时间|发表|发表于|發表|時間|时间|\
         日期|更新|更新于|编辑|最后|公開|公開日|公開日時|配信|掲載|投稿|投稿日|更新日|更新日時|最終|入力|입력|승인|등록|수정|최종|\
         발행|게시|작성|작성일|등록일|기사입력|기사수정|업데이트|于|於|פורסם|עודכן|תאריך|प्रकाशित|अपडेट|संशोधित",
    ),
    (Role::Ordinal, "st|nd|rd|th|er|ère|re|e|ème|eme|º|ª|o|a|го|ого|й|ого|ste|de"),
    (Role::YearSuffix, "г|гг|года|год|р|року|r|roku|m|م|ميلادي|ميلادية|میلادی|ad|ce|an|godine|g|年|년|वर्ष"),
    (Role::OtherCalendar, "هـ|ه|هجري|هجرية|للهجرة|ھ|ق|ش|هجری|hijri"),
    (Role::Part(Part::Year), "年|년"),
    (Role::Part(Part::Month), "月|월"),
    (Role::Part(Part::Day), "日|号|號|일"),
    (
        Role::Part(Part::Hour),
        "h|hrs|hs|hr|hours|uhr|uur|u|時|时|点|點|點鐘|点钟|시|ч|час|часов|hod|heures|heure|horas|óra|óta|timmar|น",
    ),
    (Role::Part(Part::Minute), "min|m|分|분|мин|minutes|minutos|mn"),
    (Role::Part(Part::Second), "s|sec|秒|초|с"),
    (Role::Era(2018), "令和"),
    (Role::Era(1988), "平成"),
    (Role::Era(1925), "昭和"),
    (Role::Era(1911), "民國|民国|中華民國"),
    (
        Role::Zone("UTC"),
        "بتوقيت غرينتش|بتوقيت جرينتش|توقيت غرينتش|توقيت جرينتش|بتوقيت غرينيتش|غرينتش|جرينتش|格林尼治时间|世界时",
    ),
    (Role::Zone("Asia/Beirut"), "بتوقيت بيروت|توقيت بيروت|بتوقيت لبنان"),
    (Role::Zone("Asia/Jerusalem"), "بتوقيت القدس|توقيت القدس|بتوقيت القدس المحتلة|بتوقيت فلسطين"),
    (
        Role::Zone("Asia/Riyadh"),
        "مكة المكرمة|بتوقيت مكة|بتوقيت مكة المكرمة|توقيت مكة|بتوقيت السعودية|بتوقيت الرياض",
    ),
    (Role::Zone("Africa/Cairo"), "بتوقيت القاهرة|توقيت القاهرة|بتوقيت مصر"),
    (Role::Zone("Asia/Damascus"), "بتوقيت دمشق|توقيت دمشق"),
    (Role::Zone("Asia/Baghdad"), "بتوقيت بغداد|توقيت بغداد"),
    (Role::Zone("Asia/Dubai"), "بتوقيت أبوظبي|بتوقيت الإمارات|بتوقيت دبي"),
    (Role::Zone("Europe/Moscow"), "мск|по мск|по московскому времени|московского времени|بتوقيت موسكو"),
    (Role::Zone("Asia/Shanghai"), "北京时间|北京時間"),
];
