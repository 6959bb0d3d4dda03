//! Numbers in words, negations, units and currencies.

pub(super) const NUMBERS: &str = "
    2 two два две двух двум двумя дві двох двом двома dos deux zwei dois duas iki اثنان اثنين دو;
    3 three три трех трёх трем трём тремя трьох трьом трьома tres trois drei três üç ثلاثة ثلاث سه;
    4 four четыре четырех четырёх четырем четырьмя чотири чотирьох cuatro quatre vier quatro dört أربعة أربع چهار;
    5 five пять пяти пятью cinco cinq fünf cinque beş خمسة خمس پنج;
    6 six шесть шести шестью шість seis sechs altı ستة ست شش;
    7 seven семь семи сім siete sept sieben sete sette yedi سبعة سبع هفت;
    8 eight восемь восьми вісім ocho huit acht oito otto sekiz ثمانية ثماني هشت;
    9 nine девять девяти nueve neuf neun nove dokuz تسعة تسع;
    10 ten десять десяти diez dix zehn dez dieci عشرة عشر ده;
    11 eleven одиннадцать одиннадцати onze elf; 12 twelve двенадцать двенадцати doce douze zwölf doze;
    13 thirteen тринадцать тринадцати; 14 fourteen четырнадцать четырнадцати;
    15 fifteen пятнадцать пятнадцати quince quinze; 16 sixteen шестнадцать шестнадцати;
    17 seventeen семнадцать семнадцати; 18 eighteen восемнадцать восемнадцати;
    19 nineteen девятнадцать девятнадцати; 20 twenty двадцать двадцати veinte vingt zwanzig vinte yirmi عشرون عشرين بیست;
    30 thirty тридцать тридцати treinta trente dreissig trinta otuz ثلاثون ثلاثين سی;
    40 forty сорок сорока cuarenta quarante vierzig quarenta kırk أربعون أربعين چهل;
    50 fifty пятьдесят пятидесяти cincuenta cinquante fünfzig cinquenta elli خمسون خمسين پنجاه;
    60 sixty шестьдесят шестидесяти; 70 seventy семьдесят семидесяти; 80 eighty восемьдесят восьмидесяти;
    90 ninety девяносто; сто ста; 200 двести двухсот; 300 триста трехсот трёхсот; 500 пятьсот пятисот;
    hundred hundreds; cien ciento cientos; cent cents; hundert; cem; yüz; مئة مائة; صد;
    thousand thousands; тысяча тысячи тысяч тысячу тысячам тысячами тысячах тыс; тисяча тисячі тисяч; mil; mille;
    tausend tausende; ألف آلاف; هزار;
    million millions; миллион миллиона миллионов миллионы млн; мільйон мільйона мільйонів мільйони; millón millones;
    millionen; milhão milhões; milyon; مليون ملايين; میلیون;
    billion billions; миллиард миллиарда миллиардов миллиарды млрд; мільярд мільярда мільярдів мільярди;
    milliard milliards milliarde milliarden; bilhão bilhões; milyar; مليار مليارات; میلیارد;
    trillion trillions; триллион триллиона триллионов трлн;
    dozen dozens; десяток десятка десятки десятков; сотня сотни сотен; half; половина половины половину; double; triple;
    twice; вдвое; втрое; second; third; fourth; fifth; вторая второе второго второму второй вторым втором вторую;
    третий третья третье третьего третьему третьей третьим третьем третью
";

pub(super) const NEGATIONS: &str = "
    not cannot cant dont doesnt didnt isnt arent wasnt werent wont wouldnt shouldnt couldnt mustnt neednt hasnt havent
    hadnt aint; never; without; не; нет; никогда; без; ні; немає нема; ніколи; nunca; sin; pas; jamais; sans; nicht;
    kein keine keinen keiner keinem keines; nie niemals; ohne; não; sem; non; senza; değil; yok; لا; لم; لن; ليس ليست;
    بدون دون; نیست; هرگز; לא; אין; בלי; नहीं; बिना; nobody none nothing neither nor; нельзя; никто никого никому ничто ничего; никак|ой|ая|ие|ого|их;
    ніхто нічого; жод|ен|на|ного|ної|них; aucun||e; ning|ún|una|uno; nadie; niemand||em; nichts; nenhum||a; nessun||o|a;
    hiçbir; غير; عدم
";

/// Two words that mean at least, or about, of which the second alone means less.
pub(super) const AT_LEAST: &str = "
    no less; no fewer; not less; not fewer; or less; не менее; не меньше; или менее; не менше; не менш; nicht weniger;
    oder weniger; au moins; ou moins; pas moins; al menos; lo menos; no menos; o menos; pelo menos; não menos; ou menos;
    lo meno; o meno; non meno; nie mniej
";

pub(super) const NO: &str = "no";

pub(super) const UNITS: &str = "
    percent; point points; cm; mm; km kilometer kilometers kilometre kilometres; m meter meters metre metres; mile miles;
    foot feet ft; inch inches; yard yards; kg kilogram kilograms kilo kilos; gram grams; ton tons; tonne tonnes;
    lb lbs; hectare hectares; acre acres; liter liters litre litres; gallon gallons; barrel barrels; second seconds;
    minute minutes; hour hours; day days; week weeks; month months; year years; decade decades; century centuries;
    kw; mw; gw; kwh; mwh; mb; gb; tb;
    процент процента процентов проценты; відсоток відсотка відсотків; км километр километра километров; см; мм;
    метр метра метров; миля мили миль; кг килограмм килограмма килограммов; тонна тонны тонн тонну; га гектар гектара
    гектаров; баррель барреля баррелей; литр литра литров; секунда секунды секунд секунду; минута минуты минут минуту;
    час часа часов; день дня дней; сутки суток; неделя недели недель неделю; месяц месяца месяцев; год года лет; век века
    веков; квт; мвт; гвт; день дні днів; тиждень тижня тижнів; місяць місяця місяців; рік року років;
    kilómetro kilómetros; tonelada toneladas; día días; hora horas; semana semanas; meses; año años;
    jour jours; heure heures; semaine semaines; mois; année années; prozent; tag tage tagen; stunde stunden; woche
    wochen; monat monate monaten; jahr jahre jahren; dia dias; mês; ano anos; kilometer kilometern;
    كيلومتر كم; طن; يوم أيام; أسبوع أسابيع; شهر أشهر; سنة سنوات; عام أعوام; ساعة ساعات; دقيقة دقائق;
    کیلومتر; تن; روز; هفته; ماه; سال; ساعت; درصد
";

pub(super) const CURRENCIES: &str = "
    usd; eur; rub rur; gbp; cny; rmb; jpy; chf; uah; byn; kzt; inr; brl; cad; aud; sek; nok; dkk; pln; czk; huf; ron;
    rsd; gel; amd; azn; uzs; irr; irt; aed; sar; qar; egp; krw; thb; idr; mxn; ars; zar; ngn; btc; eth; usdt;
    dollar dollars; euro euros; ruble rubles rouble roubles; pound pounds; yuan; yen; franc francs; lira liras;
    rupee rupees; hryvnia hryvnias; tenge; peso pesos; dirham dirhams; riyal riyals; shekel shekels; zloty; bitcoin
    bitcoins; доллар доллара долларов доллары долл; евро; рубль рубля рублей рубли руб; фунт фунта фунтов; юань юаня юаней;
    иена иены иен; лира лиры лир; гривна гривны гривен; гривня гривні гривень; франк франка франков; тенге; рупия рупии
    рупий; dólar dólares; دولار دولارا; يورو; روبل; دلار; یورو; تومان; ریال
";
