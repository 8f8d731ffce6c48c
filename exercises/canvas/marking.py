"""The mark of a picture that a machine made, written into the file itself.

Two chunks of the PNG: an XMP packet with IPTC's digital source type "trainedAlgorithmicMedia", which picture
programs and platforms read, and a plain text that a person finds when opening the file in an editor.
"""

import struct
import zlib
from datetime import UTC, datetime
from xml.sax.saxutils import escape

SOURCE_TYPE = "http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia"
TOOL = "Verkstad Canvas"
_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_XMP_KEYWORD = b"XML:com.adobe.xmp"
_HEADER_ENDS = len(_SIGNATURE) + 12 + 13
"""The signature and the IHDR chunk, which must come first."""


def mark(png: bytes, model: str, seed: int, made: datetime | None = None) -> bytes:
    """The same picture with the mark inside; a picture already marked is marked anew.

    `made` is when it was painted, with a time zone; now where it is not told. Raises ValueError where `png` is no PNG.
    """
    plain = _without_mark(png)
    when = (made or datetime.now(UTC)).astimezone(UTC).isoformat(timespec="seconds")
    note = f"Made by AI: {model}, seed {seed}, {when}, {TOOL}"
    chunks = _text_chunk(_XMP_KEYWORD, _packet(model, seed, when)) + _text_chunk(b"Comment", note)
    return plain[:_HEADER_ENDS] + chunks + plain[_HEADER_ENDS:]


def _packet(model: str, seed: int, when: str) -> str:
    return (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>'
        '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        '<rdf:Description rdf:about="" xmlns:Iptc4xmpExt="http://iptc.org/std/Iptc4xmpExt/2008-02-29/"'
        ' xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:verkstad="urn:verkstad:canvas">'
        f"<Iptc4xmpExt:DigitalSourceType>{SOURCE_TYPE}</Iptc4xmpExt:DigitalSourceType>"
        f"<xmp:CreatorTool>{TOOL}</xmp:CreatorTool><xmp:CreateDate>{when}</xmp:CreateDate>"
        f"<verkstad:model>{escape(model)}</verkstad:model><verkstad:seed>{seed}</verkstad:seed>"
        '</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="w"?>'
    )


def _text_chunk(keyword: bytes, text: str) -> bytes:
    """An iTXt chunk: keyword, not compressed, no language, UTF-8 text."""
    body = keyword + b"\0\0\0\0\0" + text.encode()
    return struct.pack(">I", len(body)) + b"iTXt" + body + struct.pack(">I", zlib.crc32(b"iTXt" + body))


def _chunks(png: bytes) -> list[tuple[bytes, bytes]]:
    """(kind, body) of each whole chunk of a PNG."""
    found, at = [], len(_SIGNATURE)
    while at + 12 <= len(png):
        (length,) = struct.unpack(">I", png[at : at + 4])
        found.append((png[at + 4 : at + 8], png[at + 8 : at + 8 + length]))
        at += 12 + length
    return found


def _is_mark(kind: bytes, body: bytes) -> bool:
    return kind == b"iTXt" and body.startswith((_XMP_KEYWORD + b"\0", b"Comment\0"))


def _without_mark(png: bytes) -> bytes:
    if not png.startswith(_SIGNATURE):
        raise ValueError("not a PNG")
    kept = [_SIGNATURE]
    for kind, body in _chunks(png):
        if not _is_mark(kind, body):
            kept.append(struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body)))
    return b"".join(kept)
