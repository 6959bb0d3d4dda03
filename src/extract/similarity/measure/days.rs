//! The names of months, and of the days of the week.

/// Months. Another one makes another claim, also without a day beside it.
pub(super) const MONTHS: &str = "
    january jan января январь январе январю січня січень січні enero janeiro janvier januar jänner gennaio ocak stycznia يناير ژانویه ינואר;
    february feb февраля февраль феврале февралю лютого лютий лютому febrero fevereiro février februar febbraio şubat lutego فبراير شباط فوریه פברואר;
    март марте марта марту березня березень березні marzo março märz مارس آذار מרץ;
    april apr апреля апрель апреле апрелю квітня квітень квітні abril avril aprile nisan kwietnia أبريل إبريل نيسان آوریل אפריל;
    мая май мае маю травня травень травні mayo maio maggio mayıs maja مايو أيار;
    june jun июня июнь июне июню червня червень червні junio junho juin juni giugno haziran czerwca يونيو حزيران ژوئن יוני;
    july jul июля июль июле июлю липня липень липні julio julho juillet juli luglio temmuz lipca يوليو تموز ژوئیه יולי;
    august aug августа август августе августу серпня серпень серпні agosto août ağustos sierpnia أغسطس اوت אוגוסט;
    september sept сентября сентябрь сентябре сентябрю вересня вересень вересні septiembre setembro septembre settembre eylül września سبتمبر أيلول سپتامبر ספטמבר;
    october oct октября октябрь октябре октябрю жовтня жовтень жовтні octubre outubro octobre oktober ottobre ekim października أكتوبر اکتبر אוקטובר;
    november nov ноября ноябрь ноябре ноябрю листопада листопад листопаді noviembre novembro novembre kasım listopada نوفمبر نوامبر נובמבר;
    december dec декабря декабрь декабре декабрю грудня грудень грудні diciembre dezembro décembre dezember dicembre aralık grudnia ديسمبر دسامبر דצמבר
";

/// Months whose names are other words as well: they are months beside a number.
pub(super) const MONTHS_BESIDE_A_NUMBER: &str = "march mar mars mart marca; may mai می ماي";

/// Days of the week. Two points of which each has one that the other has not are told apart: many tell of a day where
/// others do without.
pub(super) const WEEKDAYS: &str = "
    monday понедельник||а|у|ом|е понеділок понеділка lunes lundi montag lunedì poniedziałek pazartesi الاثنين الإثنين دوشنبه;
    tuesday вторник||а|у|ом|е вівторок вівторка martes mardi dienstag martedì wtorek salı الثلاثاء سهشنبه;
    wednesday сред|а|у|ой середа середу miércoles mercredi mittwoch mercoledì środa środę çarşamba الأربعاء چهارشنبه;
    thursday четверг||а|у|ом|е четвер четверга jueves jeudi donnerstag giovedì czwartek perşembe الخميس پنجشنبه;
    friday пятниц|а|у|ы|е пятницей viernes vendredi freitag venerdì piątek cuma الجمعة جمعه;
    saturday суббот|а|у|ы|е субота суботу sábado samedi samstag sabato sobota sobotę cumartesi السبت;
    sunday воскресень|е|я|ю неділя неділю domingo dimanche sonntag domenica niedziela niedzielę الأحد یکشنبه
";
