//! Words that stand in nobody's place: articles, prepositions, words for whose something is.

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
