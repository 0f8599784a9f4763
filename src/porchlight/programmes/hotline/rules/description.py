"""What a stranger's words say about a person: sex, age, hair, eyes, clothes, plates, names said."""

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from porchlight.core.measures import Span
from porchlight.core.places import fold

_SEX = {
    "F": "girl woman female lady daughter she her nina chica muchacha mujer muchachita ella",
    "M": "boy man male guy son he him nino chico muchacho hombre muchachito joven el",
}
# Words that point strongly; «she» of a witness may be somebody else.
_WEAK_SEX = frozenset({"she", "her", "he", "him", "ella", "el", "joven", "son", "daughter"})

_HAIR = {
    "BLK": "black negro negra",
    "BRO": "brown brunette castano castana cafe",
    "BLN": "blond blonde rubio rubia guero guera",
    "RED": "red redhead ginger auburn pelirrojo pelirroja",
    "GRY": "gray grey canoso canosa",
    "WHI": "white blanco",
    "BLU": "blue azul",
    "GRN": "green verde",
    "PNK": "pink rosa rosado",
    "PLE": "purple morado",
    "SDY": "sandy",
    "BLD": "bald calvo calva",
}
_EYES = {
    "BLK": "black negros",
    "BLU": "blue azules",
    "BRO": "brown cafes marrones",
    "GRN": "green verdes",
    "GRY": "gray grey grises",
    "HAZ": "hazel avellana",
}
_COLORS = {
    "black": "black negro negra negros negras",
    "white": "white blanco blanca blancos blancas",
    "red": "red rojo roja rojos rojas",
    "blue": "blue azul azules",
    "green": "green verde verdes",
    "yellow": "yellow amarillo amarilla",
    "gray": "gray grey gris grises",
    "pink": "pink rosa rosado rosada",
    "purple": "purple morado morada violeta",
    "orange": "orange naranja anaranjado anaranjada",
    "brown": "brown cafe marron",
    "tan": "tan beige",
    "silver": "silver plateado plateada",
}
_CLOTHES = {
    "sweater": "sweater jumper sueter sweatshirt sudadera",
    "hoodie": "hoodie hooded capucha",
    "jacket": "jacket chaqueta chamarra coat abrigo",
    "shirt": "shirt camisa blouse blusa",
    "tshirt": "tshirt tee camiseta playera",
    "trousers": "trousers pants pantalon pantalones slacks",
    "jeans": "jeans vaqueros mezclilla",
    "shorts": "shorts",
    "skirt": "skirt falda",
    "dress": "dress vestido",
    "shoes": "shoes sneakers zapatos tenis zapatillas",
    "boots": "boots botas",
    "cap": "cap gorra hat sombrero beanie gorro",
    "backpack": "backpack mochila rucksack",
    "glasses": "glasses lentes gafas anteojos",
    "scar": "scar cicatriz",
    "tattoo": "tattoo tatuaje",
    "braces": "braces frenos",
}
_HAIR_WORDS = frozenset(["hair", "haired", "pelo", "cabello"])
_EYE_WORDS = frozenset(["eye", "eyes", "eyed", "ojos"])
_AGE = re.compile(
    r"\b(\d{1,2})(?:\s*(?:-|to|or|a|o|–)\s*(\d{1,2}))?[\s-]*"
    r"(?:years?[\s-]*old|year[\s-]*olds?|yrs?|y/?o\b|anos?|años?)",
    re.IGNORECASE,
)
_PLATE = re.compile(r"\b(?=[A-Z0-9]*\d)(?=[A-Z0-9]*[A-Z])[A-Z0-9]{5,8}\b")
_SPACED_PLATE = re.compile(r"\b([A-Z]{2,4})[ -](\d{3,4})\b|\b(\d{3,4})[ -]([A-Z]{2,4})\b")
_AFTER_PLATE = re.compile(
    r"\b(?:licen[sc]e\s+)?(?:plates?|tags?|licen[sc]e|placas?|matr[ií]cula)\b[\s:#nºo.]*"
    r"([a-z0-9][a-z0-9 -]{3,9})",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Cues:
    """
    What words say of how somebody looks. Codes are NCIC's; ``things`` are clothes and marks, each
    as (thing, color) where the color may be empty; ``plates`` without spaces.
    """

    sex: str = ""
    age_years: Span | None = None
    hair: str = ""
    eyes: str = ""
    things: frozenset[tuple[str, str]] = frozenset()
    plates: frozenset[str] = frozenset()
    words: frozenset[str] = frozenset()


@lru_cache(maxsize=20_000)
def cues(text: str) -> Cues:
    """
    Return what ``text`` (English or Spanish) says.

    >>> found = cues("A girl, about 13 years old, brown hair, green sweater, plate KLM 4821")
    >>> found.sex, found.age_years, found.hair, sorted(found.things), sorted(found.plates)
    ('F', Span(lo=13, hi=13), 'BRO', [('sweater', 'green')], ['KLM4821'])
    """
    words = fold(text.replace("-", " ")).split()
    return Cues(
        sex=_sex(words),
        age_years=_age(text),
        hair=_colored(words, _HAIR_WORDS, _by_word(_HAIR_ITEMS)),
        eyes=_colored(words, _EYE_WORDS, _by_word(_EYES_ITEMS)),
        things=_things(words),
        plates=_plates(text),
        words=frozenset(words),
    )


_Items = tuple[tuple[str, str], ...]
_HAIR_ITEMS: _Items = tuple(_HAIR.items())
_EYES_ITEMS: _Items = tuple(_EYES.items())
_SEX_ITEMS: _Items = tuple(_SEX.items())
_COLOR_ITEMS: _Items = tuple(_COLORS.items())
_CLOTHES_ITEMS: _Items = tuple(_CLOTHES.items())


@cache
def _by_word(items: _Items) -> dict[str, str]:
    return {word: code for code, words in items for word in words.split()}


def _sex(words: list[str]) -> str:
    meaning = _by_word(_SEX_ITEMS)
    strong = [meaning[word] for word in words if word in meaning and word not in _WEAK_SEX]
    weak = [meaning[word] for word in words if word in _WEAK_SEX and word != "el"]
    for heard in (strong, weak):
        if heard and len(set(heard)) == 1:
            return heard[0]
    # Of several people the one that is named first is meant: «a girl with a man».
    return strong[0] if strong else ""


def _age(text: str) -> Span | None:
    match = _AGE.search(text)
    if match is None:
        return None
    low, high = int(match[1]), int(match[2] or match[1])
    return Span(min(low, high), max(low, high))


def _colored(words: list[str], of: frozenset[str], meaning: dict[str, str]) -> str:
    """The color that stands nearest to one of the words ``of``, at most three words away."""
    nearest = (4, "")
    for at, word in enumerate(words):
        if word not in of:
            continue
        for near in range(max(0, at - 3), min(len(words), at + 4)):
            if words[near] in meaning and abs(near - at) < nearest[0]:
                nearest = (abs(near - at), meaning[words[near]])
    return nearest[1]


def _things(words: list[str]) -> frozenset[tuple[str, str]]:
    named, colors = _by_word(_CLOTHES_ITEMS), _by_word(_COLOR_ITEMS)
    found = set()
    for at, word in enumerate(words):
        if word in named:
            # English says the color before, Spanish after.
            beside = [*words[max(0, at - 1) : at], *words[at + 1 : at + 2], *words[at - 2 : at - 1]]
            color = next((colors[each] for each in beside if each in colors), "")
            found.add((named[word], color))
    return frozenset(found)


def _plates(text: str) -> frozenset[str]:
    """Written in capitals, or in any letters after a word such as «plate»."""
    told = [text, *(found.upper() for found in _AFTER_PLATE.findall(text))]
    spaced = {
        "".join(part for part in found if part)
        for each in told
        for found in _SPACED_PLATE.findall(each)
    }
    return frozenset(spaced.union(*(_PLATE.findall(each) for each in told)))
