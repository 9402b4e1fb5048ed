"""The members of the demonstration: one for each language, and two who keep order.

Names are common given names, and nobody in particular is meant.
"""

from dataclasses import dataclass

from forum.core.permissions import Role

PASSWORD = "demonstration"  # noqa: S105 (known to everybody: it opens nothing but a demonstration)
"""Of every member of the demonstration."""


@dataclass(frozen=True, slots=True)
class Person:
    """A member of the demonstration.

    Attributes:
        handle: the readable address part; the e-mail address is made of it.
        language: BCP 47 tag of the language that the person writes, and of their menus.
        partner: code of `forum.accounts.partners.PARTNERS`.
        zone: IANA time zone.
        organisation: what kind of place they work at.
        also: BCP 47 tags of the other languages they read.
    """

    handle: str
    name: str
    language: str
    partner: str
    zone: str
    organisation: str
    also: tuple[str, ...] = ("en",)
    role: Role = Role.MEMBER

    @property
    def email(self) -> str:
        """An address where no mail arrives (RFC 2606 §3)."""
        return f"{self.handle}@example.org"

    @property
    def reads(self) -> tuple[str, ...]:
        """BCP 47 tags of the languages the person reads, the preferred first."""
        return (self.language, *self.also)


ADMINISTRATOR = Person(
    "demo-admin", "Kim", "en", "XN", "Asia/Jakarta", "Network office", ("id", "fr"), Role.ADMIN
)
MODERATOR = Person(
    "demo-moderator",
    "Robin",
    "en",
    "EU",
    "Europe/Brussels",
    "Network office",
    ("fr", "nl"),
    Role.MODERATOR,
)

_UNIVERSITY = "University"
_LIBRARY = "Public library"
_SCHOOL = "Secondary school"
_TEACHERS = "Teachers’ association"
_OPEN = "Open university"
_YOUTH = "Youth council"
_INSTITUTE = "Institute of education"

MEMBERS = (
    Person("elena", "Елена", "bg", "BG", "Europe/Sofia", _UNIVERSITY, ("en", "ru")),
    Person("ivana", "Ivana", "hr", "HR", "Europe/Zagreb", _LIBRARY, ("en", "sl")),
    Person("jana", "Jana", "cs", "CZ", "Europe/Prague", _OPEN, ("sk", "en")),
    Person("mette", "Mette", "da", "DK", "Europe/Copenhagen", _TEACHERS, ("sv", "nb", "en")),
    Person("sanne", "Sanne", "nl", "BE", "Europe/Brussels", _UNIVERSITY, ("fr", "en", "de")),
    Person("alex", "Alex", "en", "GB", "Europe/London", _OPEN, ("fr",)),
    Person("liis", "Liis", "et", "EE", "Europe/Tallinn", _SCHOOL, ("en", "fi")),
    Person("aino", "Aino", "fi", "FI", "Europe/Helsinki", _INSTITUTE, ("sv", "en")),
    Person("camille", "Camille", "fr", "FR", "Europe/Paris", _UNIVERSITY),
    Person("jonas", "Jonas", "de", "AT", "Europe/Vienna", _TEACHERS),
    Person("eleni", "Ελένη", "el", "CY", "Asia/Nicosia", _UNIVERSITY, ("en", "tr")),
    Person("zsofia", "Zsófia", "hu", "HU", "Europe/Budapest", _LIBRARY, ("en", "de")),
    Person("aoife", "Aoife", "ga", "IE", "Europe/Dublin", _SCHOOL),
    Person("giulia", "Giulia", "it", "IT", "Europe/Rome", _INSTITUTE, ("en", "fr")),
    Person("janis", "Jānis", "lv", "LV", "Europe/Riga", _YOUTH, ("en", "ru")),
    Person("rasa", "Rasa", "lt", "LT", "Europe/Vilnius", _UNIVERSITY, ("en", "pl")),
    Person("grazia", "Grazia", "mt", "MT", "Europe/Malta", _OPEN, ("en", "it")),
    Person("zofia", "Zofia", "pl", "PL", "Europe/Warsaw", _TEACHERS),
    Person("joao", "João", "pt-PT", "PT", "Europe/Lisbon", _OPEN, ("es", "en")),
    Person("andrei", "Andrei", "ro", "RO", "Europe/Bucharest", _LIBRARY, ("en", "fr")),
    Person("zuzana", "Zuzana", "sk", "SK", "Europe/Bratislava", _SCHOOL, ("cs", "en")),
    Person("maja", "Maja", "sl", "SI", "Europe/Ljubljana", _YOUTH, ("hr", "en")),
    Person("lucia", "Lucía", "es", "ES", "Europe/Madrid", _UNIVERSITY, ("pt-PT", "en")),
    Person("erik", "Erik", "sv", "SE", "Europe/Stockholm", _LIBRARY, ("da", "nb", "en")),
    Person("ingrid", "Ingrid", "nb", "NO", "Europe/Oslo", _INSTITUTE, ("nn", "sv", "da", "en")),
    Person("sondre", "Sondre", "nn", "NO", "Europe/Oslo", _SCHOOL, ("nb", "en")),
    Person("flurina", "Flurina", "rm", "CH", "Europe/Zurich", _TEACHERS, ("de", "it", "fr")),
    Person("pol", "Pol", "lb", "LU", "Europe/Luxembourg", _YOUTH, ("fr", "de", "en")),
    Person("deniz", "Deniz", "tr", "DE", "Europe/Berlin", _SCHOOL, ("de", "en")),
    Person("xiaoming", "晓明", "zh-Hans", "CN", "Asia/Shanghai", _OPEN),
    Person("sakura", "さくら", "ja", "JP", "Asia/Tokyo", _UNIVERSITY),
    Person("jiwoo", "지우", "ko", "KR", "Asia/Seoul", _INSTITUTE),
    Person("bat", "Бат", "mn", "MN", "Asia/Ulaanbaatar", _TEACHERS, ("ru", "en")),
    Person("aigul", "Айгүл", "kk", "KZ", "Asia/Almaty", _UNIVERSITY, ("ru", "en")),
    Person("anna", "Анна", "ru", "RU", "Europe/Moscow", _LIBRARY),
    Person("kiran", "किरण", "hi", "IN", "Asia/Kolkata", _OPEN, ("en", "ur")),
    Person("mita", "মিতা", "bn", "BD", "Asia/Dhaka", _TEACHERS, ("en", "hi")),
    Person("aisha", "عائشہ", "ur", "PK", "Asia/Karachi", _UNIVERSITY, ("en", "hi")),
    Person("dewi", "Dewi", "id", "ID", "Asia/Jakarta", _OPEN, ("ms", "en")),
    Person("aminah", "Aminah", "ms", "BN", "Asia/Brunei", _SCHOOL, ("id", "en")),
    Person("maricel", "Maricel", "fil", "PH", "Asia/Manila", _YOUTH),
    Person("somchai", "สมชาย", "th", "TH", "Asia/Bangkok", _UNIVERSITY),
    Person("somphone", "ສົມພອນ", "lo", "LA", "Asia/Vientiane", _TEACHERS, ("th", "en")),
    Person("sophea", "សុភា", "km", "KH", "Asia/Phnom_Penh", _LIBRARY, ("en", "fr")),
    Person("aung", "အောင်", "my", "MM", "Asia/Yangon", _SCHOOL),
    Person("linh", "Linh", "vi", "VN", "Asia/Ho_Chi_Minh", _INSTITUTE, ("en", "fr")),
    Person("kavitha", "கவிதா", "ta", "SG", "Asia/Singapore", _OPEN, ("en", "ms")),
    Person("aroha", "Aroha", "mi", "NZ", "Pacific/Auckland", _TEACHERS),
    Person("domingos", "Domingos", "tet", "TL", "Asia/Dili", _YOUTH, ("pt-PT", "id", "en")),
)

EVERYBODY = (ADMINISTRATOR, MODERATOR, *MEMBERS)
