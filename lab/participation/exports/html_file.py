"""A report as one HTML file that loads nothing: styles and pictures are inside, and it prints well."""

from pathlib import Path

from markupsafe import Markup

import lab
from lab.components.document import Document
from lab.components.html_blocks import markup_of

ROOT = Path(lab.__file__).parent
PAGES_BEGIN = "/* The HTML pages"
"""In verkstad.css: what stands before it holds for everything."""
FILE = """<!DOCTYPE html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="generator" content="Verkstad">
<title>{title}</title>
<style>{style}</style>
</head>
<body class="report-file">
<main>
<h1>{title}</h1>
<p class="summary">{summary}</p>
{blocks}
</main>
</body>
</html>
"""


def as_html(made: Document) -> bytes:
    """The whole file."""
    sheets = [ROOT / "components" / "report.css", Path(__file__).with_name("file.css")]
    style = "\n".join([_tokens(), *(sheet.read_text("utf-8") for sheet in sheets)])
    blocks = Markup("\n").join(markup_of(block) for block in made.blocks)
    text = Markup(FILE).format(
        language=made.language, title=made.title, summary=made.summary, blocks=blocks, style=Markup(style)
    )
    return text.encode()


def _tokens() -> str:
    """The house's colours and sizes, in light and in dark; its pages' own rules stay behind."""
    return (ROOT / "web" / "assets" / "verkstad.css").read_text("utf-8").split(PAGES_BEGIN)[0]
