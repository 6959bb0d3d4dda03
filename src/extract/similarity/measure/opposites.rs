//! Words of which another one turns a claim round: what rose and what fell, who won and who lost.
//!
//! As in the other lists, a group is of forms of one word or of words that say the same, and the first stands for all;
//! `stem|ending|ending` has each ending. Of a pair of which one side has many other words (`after`, `following`, `once …
//! was over`), only the other side is listed: it is told apart from all of these.

pub(super) const OPPOSITES: &str = "
    rise||s|n rose rising grow||s|n|ing grew increas|e|es|ed|ing climb||s|ed|ing soar||s|ed|ing jump||s|ed|ing
    surg|e|es|ed|ing rais|e|es|ed|ing;
    fall||s|en|ing fell decreas|e|es|ed|ing declin|e|es|ed|ing drop||s|ped|ping shrink||s|ing shrank shrunk
    plung|e|es|ed|ing plummet||s|ed|ing slump||s|ed|ing reduc|e|es|ed|ing cut||s|ting lower||s|ed|ing; down;
    support||s|ed|ing|er|ers; oppos|e|es|ed|ing opponent||s; anti; reject||s|ed|ing refus|e|es|ed|ing;
    approv|e|es|ed|ing accept||s|ed|ing; condemn||s|ed|ing; agree||s|d|ing; disagree||s|d|ing;
    win||s|ning|ner|ners won; lose||s lost losing loser||s; before ahead prior; less fewer; below;
    arrest||s|ed|ing detain||s|ed|ing; releas|e|es|ed|ing; import||s|ed|ing|er|ers; export||s|ed|ing|er|ers;
    deny denies denied denying; clos|e|es|ed|ing shut||s; ban||s|ned|ning prohibit||s|ed|ing forbid||s|den;
    buy||s|ing|er|ers bought purchas|e|es|ed|ing; sell||s|ing|er|ers sold; stop||s|ped|ping halt||s|ed|ing ended
    suspend||s|ed|ing; resum|e|es|ed|ing; withdr|aw|aws|ew|awn|awing|awal; fail||s|ed|ing failure||s unsuccessful; acquit||s|ted|tal|tals exonerat|e|es|ed|ing|ion;
    kill||s|ed|ing died dead; wound||s|ed|ing injur|e|es|ed|ing|y|ies; profit||s; loss||es; surplus||es; deficit||s;
    illegal unlawful; impossible; unlikely; unable; false untrue; negative; minimum; lowest;
    north||ern; south||ern; east||ern; west||ern; women womens woman female||s; girl||s; enemy enemies; guilty;
    innocent; impos|e|es|ed|ing; lift||s|ed|ing; left leav|e|es|ing; unchanged; unsaf|e; worsen||s|ed|ing; weaken||s|ed|ing;
    retreat||s|ed|ing; slow||s|ed|ing; cheap||er; dismiss||es|ed|ing sacked; resign||s|ed|ing; destroy||s|ed|ing; outside;

    расти рост||а|у|ом|е раст|ёт|ут вырастет вырастут рос росла росло росли вырос||ла|ло|ли возр|осла|осло|осли|астёт|астут
    возрос увелич|ил|ила|ило|или|ит|ат|ен|ена|ены|ение|ения|ивает|ивают увеличил|ся|ась|ось|ись увелич|ится|атся
    повы|сил|сила|сили|сит|сят|шение|шения|шает|шают повысил|ся|ась|ось|ись подорожал||а|о|и подня|л|ла|ло|ли поднял|ся|ась|ось|ись;
    пад|ает|ают|ал|ала|ало|али|ение|ения|ению|ением упа|л|ла|ло|ли упад|ёт|ут сниж|ает|ают|ается|аются|ение|ения|ению|ением
    сни|зил|зила|зило|зили|зит|зят|жен|жена|жены|зился|зилась|зилось|зились|зится|зятся сокра|тил|тила|тило|тили|тит|тят|щение|щения
    сокра|тился|тилась|тилось|тились|щается|щаются уменьш|ил|ила|ило|или|ит|ат|ение|ения|ился|илась|илось|ились|ится|атся
    подешевел||а|о|и просе|л|ла|ло|ли;
    поддерж|ал|ала|ало|али|ит|ат|ка|ки|ке|ку|кой|ивает|ивают|ивал|ивала|ивали; отверг||ла|ло|ли отверг|ает|ают|нет|нут
    отклон|ил|ила|ило|или|ит|ят|яет|яют отказ||а|у|ом|е отказал|ся|ась|ось|ись откаж|ется|утся отказ|ывается|ываются;
    одобр|ил|ила|ило|или|ит|ят|яет|яют; осуд|ил|ила|ило|или|ит|ят осужда|ет|ют;
    побе|да|ды|де|ду|дой|дил|дила|дили|дит|дят|ждает|ждают выигр|ал|ала|ало|али|ает|ают обыгра|л|ла|ло|ли; уступи|л|ла|ло|ли проигр|ал|ала|ало|али|ает|ают|ыш поражени|е|я|ю|ем;
    после; менее меньше; ниже; задержа|л|ла|ло|ли|н|на|ны арест|ован|ована|ованы|овал|овала|овали|овать||а|у|ом|е;
    освобо|дил|дила|дили|ждён|ждена|ждены|ждение|ждения отпус|тил|тила|тили|щен|щена|щены;
    импорт||а|у|ом|е|ный|ного|ные|ных импортир|ует|уют|овал|овала|овали; экспорт||а|у|ом|е|ный|ного|ные|ных экспортир|ует|уют|овал|овала|овали;
    ввоз||а|у|ом|е ввез|ти|ли|ла|ено|ены; вывоз||а|у|ом|е вывез|ти|ли|ла|ено|ены;
    опроверг||ла|ло|ли опроверга|ет|ют отрица|ет|ют|л|ла|ли;
    закр|ыл|ыла|ыло|ыли|ыт|ыта|ыто|ыты|ытие|ытия|ылся|ылась|ылись|оет|оют|оется|оются; запре|т|та|ту|том|тил|тила|тили|тит|тят|щено|щён|щена|щены|щает|щают;
    купи|л|ла|ли|т куп|ит|ят покуп|ка|ки|ке|ку|ает|ают; прода|л|ла|ли|ст|дут|жа|жи|же|жу|ёт|ют;
    приостанов|ил|ила|ило|или|ит|ят|лен|лена|лено|лены прекра|тил|тила|тило|тили|тит|тят|щён|щена|щено|щены|щает|щают останов|ил|ила|ило|или|ит|ят;
    возобнов|ил|ила|ило|или|ит|ят|лен|лена|лено|лены; погиб||ла|ло|ли|ших|шие погибш|ий|ая|его|ей убит||а|о|ы|ых;
    ране|н|на|но|ны|ный|ные|ных пострада|л|ла|ло|ли|вший|вшие|вших; прибыл|ь|ью; убыт|ок|ка|ки|ков; невозможно; незаконн|о|ый|ая|ое|ые|ого|ой|ых;
    север||а|у|ом|е северн|ый|ая|ое|ые|ого|ой|ом|ых; юг||а|у|ом|е южн|ый|ая|ое|ые|ого|ой|ом|ых;
    восток||а|у|ом|е восточн|ый|ая|ое|ые|ого|ой|ом|ых; запад||а|у|ом|е западн|ый|ая|ое|ые|ого|ой|ом|ых;
    женщин||а|ы|е|у|ам|ами|ах женск|ий|ая|ое|ие|ого|ой|их;
    ввёл ввел||а|о|и введ|ён|ена|ено|ены|ёт|ут; снял||а|о|и снят||а|о|ы сним|ет|ут; виновн|ый|ым|ой|ая|ыми|ого; невиновн|ый|ым|ой|ая|ыми|ого;
    провал||а|у|ом|е; покину|л|ла|ло|ли|т; ухудш|ился|илась|илось|ились|ение|ения; ослаб||ла|ло|ли|ил|ила|ило|или|ление|ления;
    увол|ил|ила|или|ен|ена|ены; разруш|ил|ила|или|ен|ена|ено|ены; оправда|л|ла|ли|н|на|ны оправдательн|ый|ого|ым|ые|ых;

    зрост|ання|анню зріс зросл|а|о|и зростає зростають збільши|в|вся|ла|лася|ло|лося|ли|лися підвищи|в|вся|ла|лася|ли|лися;
    впа|в|ла|ло|ли зменши|в|вся|ла|лася|ло|лося|ли|лися знизи|в|вся|ла|лася|ло|лося|ли|лися скороти|в|вся|ла|лася|ли|лися зниження падіння;
    підтрим|ав|ала|али|ує|ують|ка|ки|ку; відхили|в|ла|ло|ли відмов|ився|илася|илися; перемог|а|и|ти|ла|ли переміг; програ|в|ла|ло|ли;
    після; менше менш; затрима|в|ла|ли|но; звільни|в|ла|ли звільнено відпусти|в|ла|ли; імпорт||у|ом|і; експорт||у|ом|і; закри|в|ла|ло|ли|то;
    заборони|в|ла|ли заборонено; спростува|в|ла|ли; виправда|в|ла|ли|но виправдувальн|ий|ого|им|і|их;
    винуват|ий|ого|им|а|у|ою|і|их|ими винн|ий|ого|им|а|у|ою|і|их|ими; невинуват|ий|ого|им|а|у|ою|і|их|ими невинн|ий|ого|им|а|у|ою|і|их|ими; загину|в|ла|ло|ли вбито; поранен|о|ий|а|і|их;
    північ північн|ий|а|е|і|ого|ої|их; південь південн|ий|а|е|і|ого|ої|их; схід сході східн|ий|а|е|і|ого|ої|их; західн|ий|а|е|і|ого|ої|их;

    steig|en|t|end|erte|erten|ert stieg||en gestiegen gesteigert erhöh|en|t|te|ten|ung wuchs wuchsen gewachsen wachs|en|tum wächst zugenommen;
    sink|en|t|end fällt fiel||en gefallen sank||en gesunken senk|en|t|te|ten gesenkt verringer|n|t|te|ten rückgang abgenommen gekürzt;
    unterstütz|en|t|te|ten|ung befürwort|en|et|ete|eten; ablehn|en|t|ung lehnt lehnen lehnte lehnten abgelehnt; gew|innt|innen|ann|annen|onnen sieg;
    verl|iert|ieren|or|oren|ust niederlage; vor bevor; weniger; festgenommen verhaftet||e|en; freigelassen freilassung entlassen;
    import||e|en|iert|ierte|ieren einfuhr||en; export||e|en|iert|ierte|ieren ausfuhr||en; dementier|en|t|te|ten bestreite|n|t bestritt;
    geschlossen schliess|en|t schloss; verb|oten|ieten|ietet|ot; getötet||e|en tote||n; verletzt||e|en|er; gewinn||e|en; norden nördlich||e|en; süden südlich||e|en;
    osten östlich||e|en; verhäng|en|t|te|ten; aufgehoben; unschuldig; freigesprochen||e|er|en freispr|uch|uchs|üche|echen|icht|ach|achen freizusprechen vrijgesproken vrijspraak vrijspreekt; verlassen verliess; westen westlich||e|en;

    augment|e|ent|é|ée|és|ées|er|ation hausse progress|e|é|er; diminu|e|ent|é|ée|és|ées|er|tion baiss|e|ent|é|ée|er recul|e|ent|é recul chute||nt chuté rédui|re|t|te|ts;
    soutien||nent souten|ir|u|ue; oppos|é|és|ent; rejet|te|tent|é|ée|er refus|é|ée|er|ent; gagn|e|ent|é|ée|er victoire; perd||ent|u|ue|re défaite;
    avant; moins; arrêt|é|ée|és|ées|er; libér|é|ée|és|ées|er|ation; importation||s; exportation||s; dément|ent|i démenti; ferm|e|ent|é|ée|er|eture;
    interdi|t|te|re|ction; tué||e|s|es mort||e|s|es; bless|é|ée|és|ées; nord; sud; ouest; impos|é|ée|ées|és; lev|é|ée|ées|és; coupable||s; innocent||e; quitt|é|e|er|ent; échec||s; acquitt|é|ée|és|ées|e|ent|er|ement innocenté||e|s|es;

    subi|r|ó|do|da sube suben subieron aument|a|an|ar|ó|aron|o|ado crec|e|en|er|ió|ieron|imiento creció;
    baj|a|an|ar|ó|aron|ada ca|e|en|er|yó|yeron|ída disminu|ye|yen|ir|yó|yeron reduj|o|eron redu|ce|cen|cir|cción descend|ió|ieron;
    apoy|a|an|ar|ó|aron|o; opon|e|en; rechaz|a|an|ar|ó|aron|o; gan|a|an|ar|ó|aron victoria; perd|er|ió|ieron pierde pierden derrota;
    antes; menos; deten|ido|ida|idos|er detuv|o|ieron arrest|ado|ada|ados|ó; liber|ado|ada|ados|ar|ó|aron; importaci|ón|ones; exportaci|ón|ones;
    desm|iente|ienten|intió|intieron; cerr|ar|ó|aron|ado|ada cierr|a|an|e; prohíb|e|en prohib|ir|ió|ieron|ido|ida|ición; muert|o|os|as herid|o|os|a|as;
    norte; oriente; pérdida||s; ganancia||s; inocente||s; fracaso||s; abandon|ó|aron; oeste; absolvi|ó|eron absuelt|o|a|os|as absuelv|e|en|a absolución absolver absolv|eu|eram|e|em|ido|ida|idos|idas|ição
    inocent|ou|aram|ado|ada|ados|adas;

    sub|iu|iram cresc|e|em|eu|eram aument|ou|aram; cai caem ca|iu|íram diminu|i|iu|íram reduz reduz|iu|iram; apoi|a|am|ou|aram; rejeit|a|am|ou|aram;
    venc|e|em|eu|eram ganh|a|am|ou|aram; perd|e|eu|eram; importa|ção|ções; exporta|ção|ções; pres|o|os|a|as; libert|ado|ada|ados|ou; confirmou; negou;
    prima; meno; sost|iene|engono|enuto; aumentat|o|a|i|e cresciut|o|a|i|e; diminuit|o|a|i|e calat|o|a|i|e; importazioni; esportazioni; vinto vince; perso perde;
    wzrósł wzrosł|a|o|y; spadł||a|o|y; popiera popierają poparł||a|y; sprzeciwia; wygrał||a|o|y; przegrał||a|o|y; mniej; przed; uniewinni|ł|ła|li|ony|ona|eni|enie; eksport||u; import||u;
    arttı arttırdı artış yüksel|di|iyor|iş; azaldı düş|tü|üyor|üş azalış; destekl|iyor|edi|er; kazan|dı|ıyor; kaybe|tti|diyor; önce; ithalat||ı; ihracat||ı; reddedildi reddetti; beraat||i|ı|e|ini|ına|ine|ından|inden|in;
    onaylandı onayladı kabul; tutuklandı gözaltına; serbest; kapandı kapatıldı; yasakla|dı|ndı; kuzey; güney; doğu; batı;

    ارتفع ارتفعت يرتفع ترتفع ارتفاع ارتفاعا زاد زادت زيادة ازداد ازدادت نمو; انخفض انخفضت ينخفض تنخفض انخفاض انخفاضا تراجع تراجعت تراجعا هبط هبطت;
    يدعم تدعم دعم دعمت يؤيد تؤيد ايد ايدت تاييد; يعارض تعارض عارض عارضت معارضة; رفض رفضت يرفض ترفض; وافق وافقت; فاز فازت فوز; خسر خسرت خسارة هزيمة;
    قبل; اقل; اعتقل اعتقلت اعتقال; افرج افرجت الافراج اطلاق; واردات الواردات استيراد; صادرات الصادرات تصدير; نفى نفت ينفي تنفي;
    اغلق اغلقت اغلاق; حظر حظرت منع منعت; مقتل قتل قتلى قتلوا; جرح جرحى اصابة اصيب; شمال الشمال شمالي; جنوب الجنوب جنوبي; شرق الشرق شرقي; غرب الغرب غربي;
    فرض فرضت يفرض تفرض; برأت تبرئة تبرئته بتبرئة; فشل فشلت; غادر غادرت;
    افزایش رشد; کاهش افت; حمایت; مخالفت; پیروز پیروزی; شکست باخت; قبل; کمتر; بازداشت دستگیر; آزاد آزادی; واردات; صادرات; تایید; تکذیب; شمال; جنوب; شرق; غرب;
    עלה עלתה עלו עלייה; ירד ירדה ירדו ירידה; תומך תומכת תומכים תמך תמכה; מתנגד מתנגדת מתנגדים התנגד; ניצח ניצחה ניצחו; הפסיד הפסידה הפסידו; לפני; פחות;
    נעצר נעצרה נעצרו; שוחרר שוחררה שוחררו; יבוא ייבוא; יצוא ייצוא; נהרג נהרגה נהרגו; נפצע נפצעה נפצעו; צפון; דרום; מזרח; מערב;
    बढ़ा बढ़ी बढ़े वृद्धि; घटा घटी घटे गिरावट कमी; समर्थन; विरोध; जीता जीती जीते जीत; हारा हारी हारे हार; पहले; कम; आयात; निर्यात; गिरफ्तार; रिहा; उत्तर उत्तरी;
    दक्षिण दक्षिणी; पूर्वी; पश्चिमी
";

/// Such of Chinese and Japanese, of two letters each.
pub(super) const OF_TWO_LETTERS: &str = "
    增加 增长 增長 增大 上升 上涨 上漲 提高 增産 増加 上昇 急増; 减少 減少 下降 下跌 降低 下滑 低下 下落 急減; 支持 赞成 贊成 賛成; 反对 反對 反対;
    进口 進口 輸入; 出口 輸出; 胜利 勝利 获胜 獲勝 战胜; 上调 上調; 下调 下調; 离开 離開; 有罪; 无罪 無罪; 解除; 失败 失敗 落败 败北 敗北; 之后 之後 以后 以後; 之前 以前; 逮捕 拘留; 释放 釋放 釈放;
    否认 否認 否定; 允许 允許 许可 許可; 禁止; 同意; 拒绝 拒絕 拒否; 关闭 關閉 閉鎖; 暂停 暫停 停止; 恢复 恢復 再開;
    死亡; 受伤 受傷 負傷; 盈利 黒字; 亏损 虧損 赤字; 没有 沒有; ない; ませ
";
