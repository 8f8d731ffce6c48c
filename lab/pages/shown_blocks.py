"""A report's blocks on a page of the portal: what Streamlit has of its own as that, the rest as in the files."""

from collections.abc import Iterable
from pathlib import Path

import streamlit as st
from markupsafe import Markup

import lab.components
from lab import page
from lab.components import document
from lab.components.html_blocks import markup_of


def load_style(*more: str) -> None:
    """Style what is shown so; `more` names style sheets beside the reports' own."""
    folder = Path(lab.components.__file__).parent
    for name in ("report.css", *more):
        page.html(Markup("<style>{}</style>").format(Markup((folder / name).read_text("utf-8"))))


def show_blocks(blocks: Iterable[document.Block]) -> None:
    """One under the other. A page shows large numbers once only: they have its one place for them."""
    for block in blocks:
        _show(block)


def _show(block: document.Block) -> None:
    match block:
        case document.Heading():
            page.subheading(block.text)
        case document.Stats():
            with st.container(horizontal=True, key="report-numbers"):
                for stat in block.stats:
                    page.stat(stat.label, stat.value, stat.note)
        case document.Table():
            page.table(block.caption, block.columns, block.rows, block.numbers)
        case _:
            page.html(markup_of(block))
