"""
Everything that is asked on a call, as data: blocks of questions with their NCIC codes, whether the
law asks for them, and how early they are asked.

Source: NCMEC's intake (reference/missing.md section 6.5), the form of Missing Children Europe
(section 3.4), NCIC's fields (section 5.2), 34 U.S.C. 41308 for what an entry needs.
"""

from porchlight.programmes.hotline.rules.blocks import Block, Per, Slot
from porchlight.programmes.hotline.rules.questions.the_call import CALL_BLOCKS, LATER_BLOCKS
from porchlight.programmes.hotline.rules.questions.the_child import CHILD_BLOCKS
from porchlight.programmes.hotline.rules.questions.the_others import OTHER_BLOCKS

BLOCKS: tuple[Block, ...] = (*CALL_BLOCKS, *CHILD_BLOCKS, *OTHER_BLOCKS, *LATER_BLOCKS)
BY_NAME = {block.name: block for block in BLOCKS}


def slot_of(key: str) -> Slot | None:
    """
    Return the place of an answer by its key; None for what is no question.

    >>> slot_of("looks-1-height_cm").field.ncic
    'HGT'
    """
    name, _, rest = key.partition("-")
    index, _, field = rest.partition("-")
    block = BY_NAME.get(name)
    if block is None or not index.isdecimal():
        return None
    found = next((each for each in block.fields if each.name == field), None)
    return Slot(block, int(index), found) if found else None


def blocks_per(per: Per) -> tuple[Block, ...]:
    """Return the blocks asked for each of a kind, in order."""
    return tuple(block for block in BLOCKS if block.per is per)
