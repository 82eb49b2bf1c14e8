"""What no header of an e-mail may have in it."""

import re

#: Control characters, but for tabs and for the line feeds of folded headers.
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]|\n(?![ \t])")
