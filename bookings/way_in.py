"""The way in for youths: the address to write, how it is said, and a QR code that leads there."""

import segno

INK, PAPER = "#1F2A2E", "#FFFFFF"
"""The code is dark on light in both themes: phones read it best so."""


def join_address(url: str) -> str:
    """Where youths write the PIN, at the portal's `url`."""
    return f"{url.rstrip('/')}/join"


def spoken(address: str) -> str:
    """An address as it is said: without what a browser adds by itself."""
    return address.removeprefix("http://").removeprefix("https://")


def digits(pin: str) -> str:
    """Six digits in two groups, as they are read aloud."""
    return f"{pin[:3]} {pin[3:]}"


def qr(text: str) -> str:
    """A QR code of `text` as a data URL of an SVG."""
    return str(segno.make(text, error="m", micro=False).svg_data_uri(scale=8, border=3, dark=INK, light=PAPER))
