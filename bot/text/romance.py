"""Spanish and French word forms, on folded words: number and gender, and verbs by their infinitive.

Snowball takes the last vowel off every word, and so joins "caso" with "casa" and "port" with
"porte". Here a noun keeps it; adjectives and participles, which have both genders, do not. A form
of a verb is also found by its infinitive: "negocian" by "negociar".
"""

from __future__ import annotations

from typing import Final

import regex

from bot.text.wordlist import word_set

# Roots of both genders that no ending tells from pairs such as caso and casa.
_ES_BOTH: Final = word_set(
    """nin hij amig gat perr ministr maestr alumn candidat muert nuev negr blanc roj enferm expert
    adult novi viej alt larg buen mal segund much otr nuestr abiert electr arquitect prim suegr
    niet tod algun ningun mism rus turc grec suec president client dependient jef juez concejal
    fiscal poc tont loc modern ciert complet direct exact perfect falso"""
)
_ES_GENDERED: Final = regex.compile(
    "(?<=..)(?:ad|id|ic|iv|os|ari|an|in|en|er|olog|ograf)[oa]$|(?<=.)[tdsn]ora$"
)
_ES_ORIGIN: Final = regex.compile(
    "(?<=franc|ingl|land|japon|portugu|dan|liban|escoc|tail|congol|senegal|nepal|malt|taiwan)esa$"
)
_ES_OTHER_WORD: Final = word_set(
    "nueve partida medida comida cartera madera manera marina pena plano"
)
_ES_VERBAL: Final = regex.compile(
    "(?<=...)(?P<ar>aron|ando|aban?|aran?|ad[oa]s?|[ao]|an|en|amos)$"
    "|(?<=...)(?P<er>ieron|iendo|ian?|id[oa]s?|era|eran|iran?|io|e|en)$"
)
_ES_NOUN: Final = regex.compile(
    "(?:ion|dad|nte|ist[ao]|ismo|ient[oa]|eza|nza|ncia|ura|aje|ario)s?$"
)


def spanish(word: str) -> str:
    """Return the key of a folded Spanish word: number and, of adjectives, gender removed."""
    base = _es_singular(word)
    if _ES_ORIGIN.search(base):  # francesa, as francés
        return base[:-3]
    if base[-1:] in {"o", "a"} and base not in _ES_OTHER_WORD:
        root = base[:-1]
        if root in _ES_BOTH or (len(root) > 3 and _ES_GENDERED.search(base)):
            return root
    return base[:-1] + "c" if base.endswith("z") else base  # luz, luces


def _es_singular(word: str) -> str:
    if word in _ES_OTHER_WORD:
        return word
    if word.endswith("eses") and len(word) > 5:  # intereses, interés
        word = word[:-2]
    if len(word) > 3 and word.endswith(("as", "es", "os")):
        word = word[:-1]
    return word[:-1] if word.endswith("e") and len(word) > 3 else word


def spanish_rests(word: str) -> tuple[str, ...]:
    """Return the infinitives that a folded Spanish word may be a form of."""
    if len(word) < 4 or _ES_NOUN.search(word):
        return ()
    rests: list[str] = []
    for found in _ES_VERBAL.finditer(word, overlapped=True):
        root = word[: found.start()]
        rests += (root + "ar",) if found["ar"] else (root + "er", root + "ir")
    return tuple(dict.fromkeys(rests))


# Masculines whose feminine adds an e; of other words, the e is their own (port, porte).
_FR_BOTH: Final = word_set(
    """grand petit vert noir mort fort plein saint haut court lourd chaud froid idiot candidat
    avocat soldat magistrat gris laid blond rond profond second dernier lent voisin cousin
    clandestin masculin feminin divin argentin palestin philippin opportun commun brun ouvert
    couvert offert soumis permis admis compris pris acquis conquis suspect direct correct exact
    abstrait secret complet concret inquiet discret ami ennemi elu connu inconnu detenu prevenu
    venu perdu vendu rendu battu vaincu absolu resolu president adjoint conjoint etranger leger
    passager seul produit interdit ecrit detruit"""
)
_FR_GENDERED: Final = regex.compile("(?<=..)(?:ant|ent|al|an|ais|ois|eur|ier|ain)e$|(?<=.)eee?$")
_FR_FEMININE: Final = (
    (regex.compile("(?<=ch|t|rs|ns|nd|ag|ill|ff)euse$"), "eur"),
    (regex.compile("(?<=..)euse$"), "eu"),
    (regex.compile("(?<=..)trice$"), "teur"),
    (regex.compile("(?<=..)ive$"), "if"),
    (regex.compile("(?<=..)(e[ln]|on)(?:le|ne)$"), r"\1"),
)
_FR_OTHER_WORD: Final = word_set(
    """capitale morale finale semaine domaine armee annee journee soiree entree idee duree arrivee
    pensee donnee epee musee lycee trophee fusee maree vallee tournee rentree montee assemblee"""
)
# Singulars that end like plurals of other words.
_FR_WHOLE: Final = word_set(
    """paris cours fils fonds mars gars vers sens mois fois bois bras sous tous plus nous vous dans
    pays virus campus corpus consensus temps corps avis permis puis depuis jamais toujours alors
    apres tres moins hors envers travers"""
)
_FR_PLURALS: Final = {
    "ans": "an",
    "travaux": "travail",
    "yeux": "oeil",
    "vitraux": "vitrail",
    "cieux": "ciel",
}
_FR_VERBAL: Final = regex.compile(
    "(?<=..)(?P<er>erent|aient|ait|(?<=...)ent|eront|era|ees?|es|e|(?<=...)a)$"
    "|(?<=..)(?P<ir>issent|issait|issant|ira|ies?|is|it|i)$"
)
_FR_VERBAL_RE: Final = regex.compile("(.*[nr]d)(?:ent|aient|ait|us?|ues?|ant)?")
_FR_NO_VERBS: Final = word_set(
    "etranger leger danger enfer hiver premier dernier foyer loyer cancer"
)
_FR_NOUN: Final = regex.compile("(?:ion|ment|ique|iste|isme|ite|eur|euse|ence|aire|ture)s?$")


def french(word: str) -> str:
    """Return the key of a folded French word: number and, of adjectives, gender removed."""
    base = _fr_singular(word)
    if base.endswith("e") and base[:-1] in _FR_BOTH:
        return _fr_singular(base[:-1])
    if len(base) < 5 or base in _FR_OTHER_WORD:
        return base
    for ending, masculine in _FR_FEMININE:
        if ending.search(base):
            return ending.sub(masculine, base)
    if base.endswith("ee"):
        return base[:-1]
    if base.endswith("e") and _FR_GENDERED.search(base):
        return _fr_singular(base[:-1])
    return base


def _fr_singular(word: str) -> str:
    known = _FR_PLURALS.get(word)
    if known is not None:
        return known
    if word in _FR_WHOLE or len(word) < 4:
        return word
    if word.endswith("aux") and not word.endswith("eaux") and len(word) > 5:
        return word[:-2] + "l"
    plural = (word.endswith("s") and not word.endswith("ss")) or word.endswith(
        ("eux", "eaux", "oux")
    )
    return word[:-1] if plural else word


def french_rests(word: str) -> tuple[str, ...]:
    """Return the infinitives that a folded French word may be a form of."""
    if len(word) < 4 or _FR_NOUN.search(word):
        return ()
    rests = [
        word[: found.start()] + str(found.lastgroup)
        for found in _FR_VERBAL.finditer(word, overlapped=True)
    ]
    third = _FR_VERBAL_RE.fullmatch(word)
    if third is not None:
        rests.append(third[1] + "re")
    return tuple(rest for rest in dict.fromkeys(rests) if rest not in _FR_NO_VERBS)
