"""What a measure gives: figures, each beside a yardstick and a target where it has them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field


class CannotMeasure(Exception):
    """Something that a measure needs is not on this machine; the message names it."""


@dataclass(frozen=True, slots=True)
class Target:
    """A bound that a value is to keep: at most it, or at least it."""

    bound: float
    at_least: bool = False

    def is_met(self, value: float) -> bool:
        """Whether `value` keeps it."""
        return value >= self.bound if self.at_least else value <= self.bound

    def __str__(self) -> str:
        return f"{'≥' if self.at_least else '≤'} {self.bound:g}"


def at_most(bound: float) -> Target:
    """Small values are good."""
    return Target(bound)


def at_least(bound: float) -> Target:
    """Large values are good."""
    return Target(bound, at_least=True)


@dataclass(frozen=True, slots=True)
class Figure:
    """One value.

    Attributes:
        name: what was measured.
        value: in `unit`.
        beside: the yardstick's value in the same unit, measured in the same run, if there is one.
        target: for the ratio of the two where there is a yardstick, else for the value.
        more: further values, by name and unit.
    """

    name: str
    value: float
    unit: str
    beside: float | None = None
    target: Target | None = None
    more: Mapping[str, float] = field(default_factory=dict)

    @property
    def ratio(self) -> float | None:
        """How many times the yardstick it is; `None` without one."""
        return self.value / self.beside if self.beside else None

    @property
    def is_met(self) -> bool | None:
        """Whether it keeps its target; `None` without one."""
        if self.target is None:
            return None
        return self.target.is_met(self.value if self.ratio is None else self.ratio)

    def as_json(self) -> dict[str, object]:
        """For keeping."""
        target = str(self.target) if self.target else None
        return {**asdict(self), "target": target, "ratio": self.ratio, "met": self.is_met}


@dataclass(frozen=True, slots=True)
class Missing:
    """A figure that could not be had here."""

    name: str
    reason: str

    def as_json(self) -> dict[str, object]:
        """For keeping."""
        return asdict(self)


Finding = Figure | Missing

COLUMNS = ("measured", "value", "unit", "beside", "ratio", "target", "")


def heading(width: int) -> str:
    """The names of the columns; `width` is the first one's, in characters."""
    return _line(COLUMNS, width)


def row(figure: Finding, width: int) -> str:
    """One finding under the heading of the same `width`."""
    if isinstance(figure, Missing):
        return f"{figure.name:<{width}} not measured: {figure.reason}"
    cells = (
        figure.name,
        number(figure.value),
        figure.unit,
        "" if figure.beside is None else number(figure.beside),
        "" if figure.ratio is None else f"{figure.ratio:.2f} ×",
        str(figure.target or ""),
        {True: "met", False: "MISSED", None: ""}[figure.is_met],
    )
    more = "  ".join(f"{name} {number(value)}" for name, value in figure.more.items())
    return f"{_line(cells, width)}  {more}".rstrip()


def table(findings: Iterable[Finding], width: int = 62) -> Iterator[str]:
    """Heading and rows, each as soon as its finding is there."""
    yield heading(width)
    for finding in findings:
        yield row(finding, width)


def percentile(values: Sequence[float], percent: int) -> float:
    """The least of some sorted values that so many of 100 are not above (nearest rank)."""
    return values[-(-len(values) * percent // 100) - 1]


def number(value: float) -> str:
    """Three digits that count, and all of those before the point."""
    digits = 0 if abs(value) >= 100 else 1 if abs(value) >= 10 else 2
    return f"{value:,.{digits}f}"


def _line(cells: Iterable[str], width: int) -> str:
    first, value, unit, beside, ratio, target, verdict = cells
    return f"{first:<{width}} {value:>9} {unit:<14} {beside:>9} {ratio:>9} {target:>8}  {verdict}"
