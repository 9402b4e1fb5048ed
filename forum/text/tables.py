"""Tables that cannot grow out of proportion.

markdown-it fills short rows up with empty cells, so that a source of 2,000 characters could ask for
65,000 of them. Here all tables of one text together have `MAX_CELLS`; what is left over stays text.
"""

from typing import Final

from markdown_it.rules_block import StateBlock
from markdown_it.rules_block import table as any_table

MAX_CELLS: Final = 6_000

_USED = "cells"


def table(state: StateBlock, start: int, end: int, silent: bool) -> bool:  # noqa: FBT001 (its own)
    """Block rule of markdown-it: a table in the lines `start` to `end`, while cells are left."""
    used = state.env.get(_USED, 0)
    columns = max(1, state.src.count("|", state.bMarks[start], state.eMarks[start]))
    rows = (MAX_CELLS - used) // columns
    if rows < 1 or not any_table(state, start, min(end, start + 1 + rows), silent):
        return False
    if not silent:
        state.env[_USED] = used + columns * (state.line - start)
    return True
