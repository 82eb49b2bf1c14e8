"""Words that stand in every page, and mean nothing to a search."""

from functools import cache

from search.analysis.folding import fold

#: By language: articles, pronouns, prepositions, auxiliaries, and words that questions begin with;
#: not what is a month or a season as well (may, été).
_WRITTEN = {
    "en": """
        a an the and or but if of in on at to for from with by about into over under between
        is are was were be been being am do does did have has had can could will would shall should
        might must i you he she it we they me him her us them my your his its our their
        this that these those there here who whom whose which what when where why how
        not no as so than then too very also any some such only own same just
    """,
    "nl": """
        de het een en of maar als van in op aan te tot voor uit met door over onder tussen bij naar
        om is zijn was waren ben bent word wordt worden werd werden geworden heb hebt heeft hebben
        had hadden kan kun kunnen kon kunt zal zullen zou zouden mag mogen moet moeten wil willen
        ik je jij u hij zij ze wij we jullie mij me hem haar ons hun mijn jouw uw onze
        dit dat deze die er hier daar wie wat welke welk wanneer waar waarom hoe
        niet geen ook nog al dan dus toch zo wel er heen
    """,
    "fr": """
        le la les l un une des du de d et ou mais si au aux à en dans sur sous par pour avec sans
        entre chez vers est sont était étaient être suis es sommes êtes ai as a avons avez ont
        avait avaient peut peux pouvez pouvons peuvent puis faut doit dois doivent
        je j tu il elle on nous vous ils elles me m te t se s lui leur leurs y
        mon ma mes ton ta tes son sa ses notre nos votre vos ce cet cette ces c ça cela
        qui que qu quoi quel quelle quels quelles quand où pourquoi comment combien dont
        ne n pas plus aussi très bien comme
    """,
    "de": """
        der die das den dem des ein eine einer eines einem einen und oder aber wenn als von vom in
        im ins an am ans auf zu zum zur für aus mit durch über unter zwischen bei beim nach um ist
        sind war waren sein bin bist wird werden wurde wurden worden habe hast hat haben hatte
        hatten kann kannst können konnte könnte soll sollen sollte muss müssen darf dürfen will
        wollen möchte ich du er sie es wir ihr mich dich ihn uns euch mir dir ihm ihnen
        mein meine dein deine sein seine ihre unser unsere euer eure dies diese dieser dieses
        diesem diesen jene da dort hier wer wen wem wessen was welche welcher welches wann wo woher
        wohin warum wie nicht kein keine auch noch schon so sehr nur es gibt man
    """,
    "pl": """
        i a o u w z we ze na do od dla po za przed przy przez pod nad bez między ku oraz lub albo
        ale czy jeśli jeżeli jak jako że żeby aby jest są był była było byli były być będzie będą
        mam masz ma mamy macie mają może mogę możesz można możemy mogą trzeba musi
        ja ty on ona ono my wy oni one mnie mi ciebie ci jego go jemu mu ją jej ich im nas nam was
        wam się siebie sobie mój moja moje twój nasz nasza nasze wasz ten ta to ci te tego tej tych
        temu tym tę tą tam tu kto kogo komu kim co czego czemu czym który która które którzy których
        kiedy gdzie skąd dokąd dlaczego ile jaki jaka jakie nie tak też także już jeszcze tylko
    """,
}


def is_stop_word(word: str, language: str) -> bool:
    """Whether a word means nothing to a search in a language, with or without its marks."""
    return fold(word) in _folded(language)


@cache
def _folded(language: str) -> frozenset[str]:
    return frozenset(fold(word) for word in _WRITTEN.get(language, "").split())
