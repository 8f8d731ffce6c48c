"""What is looked at on a page as it stands: that all can use it, that it fits, and that it speaks one language."""

import re
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

GRAVE = ("serious", "critical")
NOT_OURS: dict[str, str] = {}
"""Rule and selector of what Streamlit or Gradio draw and no setting or style of ours can change, with the reason."""

AXE = Axe()
OPTIONS = {"resultTypes": ["violations"], "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"]}

ENGLISH = re.compile(
    r"""\b(the|and|you|your|with|this|that|from|not|are|was|have|please|press|enter|select|choose|search|loading|running
    |save|cancel|delete|open|close|closed|settings|deploy|rerun|manage|error|warning|page|seat|picture|youths?|session
    |log\sin|log\sout|password|e-mail|calendar|staff|report|report|lab\scard|upload|download|submit|clear|undo|redo
    |today|week|month|year|monday|tuesday|wednesday|thursday|friday|saturday|sunday|january|february|march|may|june|july
    |october|built|made|api|streamlit|gradio|keyboard|increment|decrement|options?|results?|fullscreen|copy)\b""",
    re.IGNORECASE | re.VERBOSE,
)
"""Words that no Swedish sentence has."""

ADDRESS = re.compile(r"https?://\S+")
"""Written out in a letter, it is the same in every language."""

SEEN_OR_READ = """
() => {
  const said = [document.title, document.body.innerText];
  for (const name of ["aria-label", "placeholder", "title", "alt"])
    for (const node of document.querySelectorAll(`[${name}]`))
      if (node.checkVisibility?.({ visibilityProperty: true })) said.push(node.getAttribute(name));
  const icons = [...document.querySelectorAll("[data-testid*=Icon]")].map((icon) => icon.innerText.trim());
  const lines = said.join("\\n").split("\\n").filter((line) => !icons.includes(line.trim()));
  return lines.join("\\n").replaceAll("English", "");
}
"""
"""What is on the page for eyes and screen readers; not the other language's name, nor the letters that are icons."""


def findings(page: Page) -> list[str]:
    """What axe finds grave on the page as it stands, in light and then in dark."""
    wrong = []
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        at_rest(page)
        wrong += [f"{scheme}: {finding}" for finding in _grave(AXE.run(page, options=OPTIONS).response)]
    page.emulate_media(color_scheme="light")
    return wrong


def at_rest(page: Page) -> None:
    """Wait until the new colours are drawn and nothing fades any more: a colour half way has no right contrast."""
    page.wait_for_timeout(300)
    page.wait_for_function(
        "!document.querySelector('[data-stale=true]')"
        " && document.getAnimations().every(one => one.playState !== 'running'"
        " || one.effect.getComputedTiming().iterations === Infinity)"
    )


def fits(page: Page) -> bool:
    """Whether nothing must be scrolled to the side, once the page stands still."""
    at_rest(page)
    return bool(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))


def _grave(response: dict[str, Any]) -> list[str]:
    return [
        f"{violation['id']} at {' '.join(map(str, node['target']))}"
        for violation in response["violations"]
        if violation["impact"] in GRAVE
        for node in violation["nodes"]
        if not _not_ours(violation["id"], str(node["target"][-1]))
    ]


def _not_ours(rule: str, target: str) -> bool:
    return any(f"{rule} {target}".startswith(known) for known in NOT_OURS)


def english(page: Page) -> list[str]:
    page.wait_for_selector("body", state="attached")
    said: str = page.evaluate(SEEN_OR_READ)
    assert page.evaluate("document.documentElement.lang") == "sv"
    return [line.strip()[:120] for line in said.splitlines() if ENGLISH.search(ADDRESS.sub("", line))]
