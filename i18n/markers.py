"""Small words that tell close languages apart where statistics of letters fail."""

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace

from i18n.classifiers import Detection

Family = Mapping[str, frozenset[str]]

_WORD = re.compile(r"[^\s\d.,;:!?…()\[\]\"“”„«»/।]+")

_MANY = 3  # markers that outweigh a doubt
_PLENTY = 6  # markers that are proof enough where no detector knows the language
_DENSE = 0.2  # of all words, where no detector knows the language

# Everyday words that at least one other language of the family does not use.
_WORDS: tuple[dict[str, str], ...] = (
    {
        "id": (
            "bahwa karena bisa yaitu kantor uang kesehatan pengadilan perusahaan informasi gratis"
            " universitas kualitas aktivitas fasilitas pemerintah maupun silakan siapapun apapun"
            " internasional nasional standar hukum kemerdekaan mau"
        ),
        "ms": (
            "bahawa kerana hendaklah ialah iaitu kesihatan mahkamah wang kerajaan syarikat pejabat"
            " maklumat universiti kualiti aktiviti kemudahan sebarang sesiapa daripada manakala"
            " mestilah samada awak perlembagaan sahaja sekiranya semasa apabila kesemua percuma"
            " antarabangsa kebangsaan kerakyatan pelajaran berasaskan"
        ),
    },
    {
        "nb": (
            "ikke jeg hva noe noen fra mye også være av etter ble bli oss nå uten hvordan hvem"
            " selv gjennom språk meg mot rett frihet nei hun hvert enhver de en et slik"
        ),
        "nn": (
            "ikkje eg kva noko nokon frå mykje vere av etter vart oss utan korleis kven sjølv"
            " gjennom språk meg mot rett fridom dei ein eit kvar einkvar òg då berre saman me"
            " høve kvart nokre vera skule seg fleire"
        ),
        "da": (
            "ikke jeg hvad noget nogen fra meget også være af efter blev blive os nu uden hvordan"
            " hvem selv gennem sprog mig mod ret frihed nej hun hvert enhver de en et sådan"
        ),
        "sv": (
            "inte jag vad något någon från mycket också vara av efter blev bli oss nu utan hur vem"
            " själv genom språk mig mot rätt frihet nej hon varje var och att är de en ett"
        ),
    },
    {
        "fil": "ng at ay hindi ito niya upang kanyang bawat isang maging rin",
        "ceb": "ug og dili niini kaniya iyang usa aron adunay mao kining bisan",
        "hil": "sang kag ukon indi sini iya isa agud may gid subong tagsa",
        "ilo": "ti iti ken saan daytoy kadagiti dagiti maysa wenno isuna tunggal",
    },
    {
        "hi": "है हैं और का के की में से को पर नहीं किसी होगा हो यह एक भी था",
        "mr": "आहे आहेत आणि व किंवा असा नाही त्याला कोणत्याही हा ही हे एक होते",
        "ne": "छ छन् र वा पनि हुनेछ गर्ने छैन यस कुनै उसको एक हो भने तथा",
        "mai": "अछि छथि आ वा नहि एहि कोनो सँ केँ अपन ओ छैक सभ होयत एक तथा",
    },
    {
        "tet": (
            "iha hotu ema sira nia husi tuir hanesan bele tenke tenki labele ne'e nebe ne'ebé ida"
            " katak maibé tanba ho atu hodi liu laran hetan moris barak ka la ita"
        ),
        "pt-PT": "de que não os as uma um para com em do da dos das ou por ser é ao pelo tem",
    },
)

#: Languages that detectors take for each other, with the markers of each.
FAMILIES: tuple[Family, ...] = tuple(
    {tag: frozenset(markers.split()) for tag, markers in family.items()} for family in _WORDS
)


def closest(prose: str, guess: Detection, hint: str | None) -> Detection:
    """Settle which of a family of close languages `prose` is in.

    In the family of `guess` the most markers win. Where they decide nothing, `hint` does if it is
    of that family, and the answer is reliable only if hint and guess agree. A guess outside of the
    families that is not reliable yields to any language with many markers in the text.

    Args:
        prose: text in a script with spaces.
        guess: what the statistics found.
        hint: canonical tag of the language its author usually writes.
    """
    found = words(prose)
    family = next((each for each in FAMILIES if guess.language in each), None)
    if family is not None:
        return _within(family, found, guess, hint)
    return guess if guess.reliable else _anywhere(found) or guess


def words(text: str) -> list[str]:
    """Return the words of a text in a script with spaces, in lower case."""
    return [word.replace("’", "'") for word in _WORD.findall(text.lower())]


def hits(family: Family, found: list[str]) -> Counter[str]:
    """Count, for each language of `family`, the words of `found` that are among its markers."""
    return Counter({tag: sum(word in own for word in found) for tag, own in family.items()})


def _within(family: Family, found: list[str], guess: Detection, hint: str | None) -> Detection:
    votes = hits(family, found)
    [(first, most), (_, second), *_] = votes.most_common()
    if most > second:
        agreed = guess.reliable and first == guess.language
        return replace(guess, language=first, reliable=agreed or most - second >= _MANY)
    if hint is not None and hint in family and votes[hint] == most:
        return replace(guess, language=hint, reliable=guess.reliable and hint == guess.language)
    return replace(guess, reliable=False)


def _anywhere(found: list[str]) -> Detection | None:
    counts = sum((hits(family, found) for family in FAMILIES), Counter())
    ranking = counts.most_common(1)
    if not ranking or ranking[0][1] < max(_MANY, _DENSE * len(found)):
        return None
    [(tag, count)] = ranking
    return Detection(tag, count / len(found), reliable=count >= _PLENTY)
