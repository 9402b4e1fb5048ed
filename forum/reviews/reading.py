"""What a reviewer looks at: original, what is shown, what is proposed, and the glossary."""

from collections.abc import Sequence
from dataclasses import dataclass

from anyio import to_thread
from sqlmodel.ext.asyncio.session import AsyncSession

from forum.core.actor import Actor
from forum.core.paging import Window
from forum.discussions.schemas import ChangeOut
from forum.reviews import queries
from forum.reviews.places import reviewing
from forum.reviews.queries import Original, ProposalFilter
from forum.reviews.rules import Reviewing
from forum.reviews.schemas import DeedOut, ProposalOut, ProposalWhole, TermHit, TextOut
from forum.text.diff import diff
from forum.translations import queries as translations
from forum.translations.queries import TermsWanted
from forum.translations.rules import ProposalKind
from forum.translations.schemas import TranslationOut
from forum.translations.subjects import Subject
from i18n.translate.glossary import Glossary, Term, has_term


@dataclass(frozen=True, slots=True)
class Shown:
    """A text and its translation into one language, for who looks at both.

    Attributes:
        original: the text, and where it stands.
        current: the translation, if there is one.
        reviewing: how the reader stands to it.
        history: what people did about it, the newest first.
    """

    original: Original
    current: TranslationOut | None
    reviewing: Reviewing
    history: Sequence[DeedOut]

    @property
    def subject(self) -> Subject:
        """The text alone."""
        return self.original.subject


async def shown(db: AsyncSession, actor: Actor, name: str, language: str) -> Shown:
    """A text that the actor may read, by its name, and its translation.

    Raises:
        NotFound: there is none for this actor.
    """
    found = await queries.original(db, actor, name)
    current = (await translations.translations(db, [name], language)).get(name)
    stands = await reviewing(db, actor, found, language)
    history = await queries.deeds(db, name, language)
    return Shown(found, current, stands, history)


async def text_out(db: AsyncSession, actor: Actor, name: str, language: str) -> TextOut:
    """The same as it goes out.

    Raises:
        NotFound: there is none for this actor.
    """
    found = await shown(db, actor, name, language)
    return TextOut.model_construct(
        subject=name,
        url=found.original.url,
        text=found.subject.text,
        language=found.subject.language,
        version=found.subject.version,
        translation=found.current,
        locked=found.reviewing.locked,
    )


async def waiting(
    db: AsyncSession, actor: Actor, name: str, language: str
) -> Sequence[ProposalOut]:
    """The first proposals about a translation that the actor may read and nobody has decided."""
    wanted = ProposalFilter(language, subject=name)
    return (await queries.proposals(db, actor, wanted, Window(_MOST))).items


_MOST = 20


async def whole(db: AsyncSession, actor: Actor, number: int) -> ProposalWhole:
    """One proposal with all that a reviewer needs.

    Raises:
        NotFound: there is none for this actor.
    """
    found = await queries.proposal(db, actor, number)
    here = await shown(db, actor, found.about.subject, found.language)
    before = here.current.text if here.current else ""
    is_text = found.kind == ProposalKind.TEXT
    terms = await _terms(db, here.subject, found) if is_text else []
    changes = await to_thread.run_sync(diff, before, found.text) if is_text else []
    return ProposalWhole.model_construct(
        **dict(found),
        original=here.subject.text,
        markdown=here.subject.markdown,
        current=here.current,
        changes=[ChangeOut(kind=kind, text=text) for kind, text in changes],
        terms=terms,
        locked=here.reviewing.locked,
    )


async def _terms(db: AsyncSession, subject: Subject, found: ProposalOut) -> list[TermHit]:
    space = int(subject.space.partition(":")[2] or 0)
    wanted = TermsWanted(space, subject.language, found.language)
    terms = await translations.terms(db, wanted)
    return await to_thread.run_sync(_hits, terms, subject, found)


def _hits(terms: Sequence[Term], subject: Subject, found: ProposalOut) -> list[TermHit]:
    hits = Glossary(terms, subject.language).find(subject.text)
    return [
        TermHit.model_construct(
            term=term.source,
            translation="" if term.target == term.source else term.target,
            used=has_term(found.text, term.target, found.language),
        )
        for term in dict.fromkeys(one.term for one in hits)
    ]
