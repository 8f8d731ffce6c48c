"""A report as a tagged PDF (PDF/UA-1): headings, tables with header cells, and a text for every picture."""

import json
import tempfile
from dataclasses import asdict
from pathlib import Path
from typing import Any

import typst

from lab.components import document
from lab.components.document import Block, Document
from lab.components.svg import in_light

TEMPLATE = Path(__file__).with_name("report.typ")
CENTIMETRES = {"area-map": 9, "plot": 14, "spine-plot": 12}


def as_pdf(made: Document) -> bytes:
    """The whole file. Bars have their table beside them, and are left out."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        blocks = [_block(block, folder, number) for number, block in enumerate(made.blocks) if _on_paper(block)]
        said = {"title": made.title, "summary": made.summary, "language": made.language, "blocks": blocks}
        (folder / "document.json").write_text(json.dumps(said, ensure_ascii=False), "utf-8")
        source = folder / "report.typ"
        source.write_text(TEMPLATE.read_text("utf-8"), "utf-8")
        return typst.compile(str(source), format="pdf", pdf_standards="ua-1", ignore_system_fonts=True)


def _on_paper(block: Block) -> bool:
    return not isinstance(block, document.Bars)


def _block(block: Block, folder: Path, number: int) -> dict[str, Any]:
    said: dict[str, Any] = {**asdict(block), "kind": type(block).__name__}
    match block:
        case document.Table():
            said["numbers"] = sorted(block.numbers)
            said["rows"] = [[str(cell) for cell in row] for row in block.rows]
        case document.Picture():
            said |= {"file": _kept(block.svg, folder, f"{number}.svg"), "centimetres": CENTIMETRES[block.kind]}
            said["legend"] = [
                {"file": _kept(swatch, folder, f"{number}-{place}.svg"), "words": words}
                for place, (swatch, words) in enumerate(block.legend)
            ]
    return said


def _kept(svg: str, folder: Path, name: str) -> str:
    (folder / name).write_text(in_light(svg), "utf-8")
    return name
