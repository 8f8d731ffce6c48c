"""A report's blocks as HTML: the page draws most of them with this, and a file all of them."""

from markupsafe import Markup

from lab.components import document
from lab.components.svg import address, image

_FIGURE = Markup('<figure class="figure"><figcaption class="figure-title">{}</figcaption>{}{}</figure>')
_LEGEND = Markup('<ul class="map-legend">{}</ul>')
_LEGEND_ROW = Markup('<li><img alt="" src="{}"> {}</li>')
_STAT = Markup(
    '<div class="stat"><p class="stat-label">{}</p><p class="stat-value">{}</p><p class="stat-note">{}</p></div>'
)
_TABLE = Markup(
    '<div class="table-scroll" tabindex="0" role="region" aria-label="{}"><table class="table"><caption>{}</caption>'
    "<thead><tr>{}</tr></thead><tbody>{}</tbody></table></div>"
)


def markup_of(block: document.Block) -> Markup:
    """One block as markup."""
    match block:
        case document.Heading():
            return Markup("<h2>{}</h2>").format(block.text)
        case document.Headline():
            return Markup('<p class="headline">{}</p>').format(block.text)
        case document.Said():
            return Markup('<p class="said">{}</p>').format(block.text)
        case document.Note():
            return Markup('<p class="source-note">{}</p>').format(block.text)
        case document.Stats():
            stats = Markup("").join(_STAT.format(stat.label, stat.value, stat.note) for stat in block.stats)
            return Markup('<div class="stats">{}</div>').format(stats)
        case document.Bars():
            return block.markup
        case document.Table():
            return _table(block)
        case document.Picture():
            return _picture(block)
        case document.Terms():
            rows = Markup("").join(Markup("<dt>{}</dt><dd>{}</dd>").format(*row) for row in block.rows)
            return Markup('<div class="method"><dl>{}</dl></div>').format(rows)


def _picture(block: document.Picture) -> Markup:
    rows = Markup("").join(_LEGEND_ROW.format(address(swatch), words) for swatch, words in block.legend)
    legend = _LEGEND.format(rows) if block.legend else Markup("")
    return _FIGURE.format(block.title, image(block.svg, block.text, block.kind), legend)


def _table(block: document.Table) -> Markup:
    sides = ["number" if index in block.numbers else "text" for index in range(len(block.columns))]
    head = Markup("").join(
        Markup('<th scope="col" class="{}">{}</th>').format(side, name)
        for side, name in zip(sides, block.columns, strict=True)
    )
    body = Markup("").join(
        Markup("<tr>{}</tr>").format(Markup("").join(_cell(*each) for each in enumerate(zip(sides, row, strict=True))))
        for row in block.rows
    )
    return _TABLE.format(block.caption, block.caption, head, body)


def _cell(index: int, cell: tuple[str, object]) -> Markup:
    if index == 0:
        return Markup('<th scope="row" class="{}">{}</th>').format(*cell)
    return Markup('<td class="{}">{}</td>').format(*cell)
