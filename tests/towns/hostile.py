"""What nobody sends by filling in a form."""

HOSTILE = [
    "\x00",
    "x" * 10_000,
    "' OR 1=1; DROP TABLE towns_townpage; --",
    "<script>alert(1)</script>",
    "\u202eolem\U0001f600\ufffd",
    "１９４８",
    "-1",
    "1e400",
    "[]",
    "../../etc/passwd",
]
