//! Words that stand in nobody's place: articles, prepositions, words for whose something is; and such as tell a language,
//! or join two names.

pub(super) const SMALL: &str = "
    a an the this that these those its their his her our of in on at to for from by with as and
    этот эта это эти этого этой этих этом эту свой своя своё свои своего своей своих своём свою их его её наш наша наши в во на
    по за из от до с со к ко о об у и для при под над
    цей ця це ці цього цієї цих свій своє своєї свого їх їхній його її з із від про й та при
    der die das den dem des ein eine einen einem einer eines sein seine seinen seiner seinem ihr ihre ihren ihrer ihrem
    dieser diese dieses diesen diesem im am an auf zu zum zur von vom für mit bei und über aus nach
    le la les l une des du de d à au aux en dans sur par pour avec et ce cet cette ces son sa ses leur leurs
    el los las una unos unas del al por para con y este esta estos estas ese esa su sus
    o os as um uma do dos das em nos nas na ao à e seu sua seus suas
    il lo i gli uno di della dei degli delle nel nella alla da per questo questa suo loro
    w we z ze od po ten ta te jego jej ich swój swoje swoją bir bu ve ile
    في من إلى على عن هذا هذه در از به بر این آن با و را של על את הזה के का की में से पर को ने इस
";

/// Of languages in which `un` is the United Nations.
pub(super) const OF_UN: &str = "
    the of to and by for with from at is are was were that said says has have will which der die das und den dem im von mit
    für auf ist sind hat
";

/// Of languages in which `un` is an article.
pub(super) const OF_ARTICLE_UN: &str = "
    le la les du des de et est pour par dans au aux que qui ce el los las del y con por para se su il lo gli di dei della
    che e si în și cu pe din els amb i va
";

/// Of Persian. In Arabic `عليه`, which is against something in Persian, is on somebody.
pub(super) const OF_PERSIAN: &str = "از که با را در است شد شدند خود دادند داد گفت گفتند کشور بود بودند خواهد";

/// What joins two of whom one thing is told.
pub(super) const AND: &str = "
    and or und oder et ou y e ed ve ile и или та й і або чи oraz i lub og och şi și و أو یا و ו ועם և եւ და και ή और या 와 과 및
";

/// What may stand between two such besides; `o` is a word for `or`, too.
pub(super) const ARTICLES: &str = "o the la le les l der die das den il lo gli el los las os as";

/// The same in scripts without spaces.
pub(super) const AND_IN_ONE_LETTER: [char; 10] = ['和', '与', '與', '及', '跟', '同', 'と', 'や', '或', '暨'];
