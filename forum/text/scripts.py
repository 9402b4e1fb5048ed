"""Scripts whose words touch each other, as ranges for a character class of `re`.

Markdown and mail addresses lean on spaces. Chinese, Japanese, Thai, Lao, Khmer and Burmese are
written without them, and Korean particles follow a word directly: they need rules of their own.
"""

_HAN = (
    "\u2e80-\u2fdf\u3005-\u3007\u3021-\u3029\u3031-\u303c\u3400-\u4dbf\u4e00-\u9fff"
    "\uf900-\ufaff\U00020000-\U000323af"
)
_KANA = "\u3041-\u30ff\u31f0-\u31ff\uff66-\uff9f"
_FULL_WIDTH = (
    "\u3001-\u3004\u3008-\u3020\u302a-\u3030\u303d-\u303f\ufe30-\ufe4f\uff01-\uff65\uffe0-\uffee"
)
_HANGUL = "\u1100-\u11ff\u3131-\u318e\ua960-\ua97f\uac00-\ud7ff\uffa0-\uffdc"
_MAINLAND_SOUTH_EAST_ASIA = (
    "\u0e01-\u0eff\u1000-\u109f\u1780-\u17ff\u1950-\u19ff\ua9e0-\ua9ff\uaa60-\uaa7f"
)

#: Han, kana and full-width signs: a line break between two of them stands for nothing.
CHINESE_JAPANESE = _HAN + _KANA + _FULL_WIDTH

#: Everything that may stand beside a word or a mark-up sign without a space between.
UNSPACED = CHINESE_JAPANESE + _HANGUL + _MAINLAND_SOUTH_EAST_ASIA
