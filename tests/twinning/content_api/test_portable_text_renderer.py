"""The published renderer of Portable Text shows what an editor wrote."""

import json

from tests.tools.node import run_node
from tests.twinning.content_api.rich_text_samples import FILM, IMAGE, RICH, Library
from twinning.content_api.rich_text import convert

# The renderer knows neither <sub> and <sup> nor any object; what follows is all that a client has
# to add.
SCRIPT = """
import {readFileSync} from 'node:fs'
import {toHTML} from '@portabletext/to-html'

const components = {
  marks: {
    sub: ({children}) => `<sub>${children}</sub>`,
    sup: ({children}) => `<sup>${children}</sup>`,
    link: ({children, value}) => {
      const hreflang = value.hreflang ? ` hreflang="${value.hreflang}"` : ''
      return `<a href="${value.href}"${hreflang}>${children}</a>`
    },
  },
  types: {
    image: ({value}) => `<img src="${value.src}">`,
    embed: ({value}) => `<a href="${value.url}">${value.title}</a>`,
    break: () => '<hr/>',
  },
}
const onMissingComponent = (message) => {
  throw new Error(message)
}
const blocks = JSON.parse(readFileSync(0, 'utf8'))
process.stdout.write(toHTML(blocks, {components, onMissingComponent}))
"""

EXPECTED = (
    "<h2>Two <strong>towns</strong></h2>"
    '<p>See <a href="/en/towns/almelo/">Almelo</a>, '
    '<a href="/nl/steden/almelo/" hreflang="nl">in <em>Dutch</em></a>, '
    '<a href="https://media.example.org/minutes (1).pdf">minutes</a>, '
    'what is gone &amp; <a href="mailto:a@example.org">us</a>.'
    '<br/>H<sub>2</sub>O, <span style="text-decoration:underline">so</span>, '
    "<del>old</del>, <code>x &lt; y</code></p>"
    "<ul><li>one<ul><li>one a</li><li>one <strong>b</strong></li></ul></li>"
    "<li>two<ol><li>first</li><li>second</li></ol></li></ul>"
    "<blockquote>Said <em>she</em></blockquote>"
    f'<img src="{IMAGE["src"]}"><a href="{FILM}">A film</a><hr/>'
    "<p><code>a<br/>&nbsp; b</code></p>"
)


def test_the_published_renderer_takes_it():
    """Nested lists, marks and links come out as they were stored."""
    blocks = convert(RICH, "portable_text", Library())
    assert run_node(SCRIPT, json.dumps(blocks)) == EXPECTED
