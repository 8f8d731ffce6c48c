"""A browser of a few lines for the benches: HTTP/1.1 on one connection, cookies, forms, redirects, compressed pages.

It is no part of the product. A usual client library takes more of the two cores than the portal that is measured.
"""

import asyncio
import gzip
import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode, urlsplit

SEE_OTHER = (302, 303, 307)


@dataclass(frozen=True)
class Page:
    """What a browser shows, and where it ended."""

    status: int
    path: str
    text: str

    def hidden(self, name: str) -> str:
        """The value of a field of the page's form; empty where there is none."""
        found = re.search(rf'name="{name}" value="([^"]+)"', self.text)
        return found[1] if found else ""


class Browser:
    """One client of a server on this machine."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._cookies: dict[str, str] = {}
        self._open: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def get(self, path: str) -> Page:
        """Open a page."""
        return await self._ended_at("GET", path, b"")

    async def post(self, path: str, fields: Mapping[str, str]) -> Page:
        """Send a form."""
        return await self._ended_at("POST", path, urlencode(fields).encode())

    def close(self) -> None:
        """Let go of the connection, as whoever reads a page for longer than servers wait; cookies stay."""
        if self._open:
            self._open[1].close()
            self._open = None

    async def _ended_at(self, method: str, path: str, body: bytes) -> Page:
        status, headers, content = await self._asked(method, path, body)
        while status in SEE_OTHER:
            path = urlsplit(headers["location"])._replace(scheme="", netloc="").geturl()
            status, headers, content = await self._asked("GET", path, b"")
        return Page(status, path, content.decode())

    async def _asked(self, method: str, path: str, body: bytes) -> tuple[int, dict[str, str], bytes]:
        if self._open is None:
            self._open = await asyncio.open_connection("localhost", self._port)
        reader, writer = self._open
        writer.write(self._request(method, path, body))
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        lines = [line.partition(": ") for line in head[1:] if line]
        headers = {name.lower(): value for name, _colon, value in lines}
        for name, _colon, value in lines:
            if name.lower() == "set-cookie":
                self._keep(value)
        content = await self._content(reader, headers)
        if headers.get("connection") == "close":
            self.close()
        return int(head[0].split()[1]), headers, content

    def _request(self, method: str, path: str, body: bytes) -> bytes:
        lines = [
            f"{method} {path} HTTP/1.1", f"Host: localhost:{self._port}", "Accept: text/html", "Accept-Encoding: gzip",
            f"Cookie: {'; '.join(f'{name}={value}' for name, value in self._cookies.items())}",
        ]  # fmt: skip
        if method == "POST":
            lines += ["Content-Type: application/x-www-form-urlencoded", f"Content-Length: {len(body)}"]
        return "\r\n".join([*lines, "", ""]).encode() + body

    def _keep(self, cookie: str) -> None:
        name, _equals, value = cookie.partition(";")[0].partition("=")
        self._cookies[name] = value

    async def _content(self, reader: asyncio.StreamReader, headers: Mapping[str, str]) -> bytes:
        if headers.get("transfer-encoding") == "chunked":
            content = b""
            while size := int(await reader.readline(), 16):
                content += (await reader.readexactly(size + 2))[:size]
            await reader.readline()
        else:
            content = await reader.readexactly(int(headers.get("content-length", "0")))
        return gzip.decompress(content) if headers.get("content-encoding") == "gzip" else content
