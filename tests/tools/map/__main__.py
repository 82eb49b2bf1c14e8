"""`python -m tests.tools.map` draws the shapes of the site's map anew from Natural Earth's."""

import sys
from pathlib import Path

from tests.tools import node

FOLDER = Path(__file__).resolve().parent

if __name__ == "__main__":
    sys.stdout.write(node.run_node('await import("./build.mjs")', folder=FOLDER))
