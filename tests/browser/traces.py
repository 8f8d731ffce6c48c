"""What a browser keeps of the children who used it."""

from playwright.sync_api import Page

LEFT = """async () => {
  const texts = [localStorage, sessionStorage].flatMap((store) => Object.entries(store).map((pair) => pair.join("=")));
  for (const name of await caches.keys()) {
    const kept = await (await caches.open(name)).keys();
    texts.push(...kept.map((request) => `cache ${name}: ${request.url}`));
  }
  const bases = indexedDB.databases ? await indexedDB.databases() : [];
  const workers = navigator.serviceWorker ? await navigator.serviceWorker.getRegistrations() : [];
  return [...texts, ...bases.map((base) => `database ${base.name}`), ...workers.map((one) => `worker ${one.scope}`)];
}"""
"""Everything that a page can keep in a browser, as texts."""

PIXELS = """() => [...document.images].map((image) => image.currentSrc || image.src)
  .filter((source) => source.includes("/pictures/") || /^(blob:|data:image.png)/.test(source))"""
"""Pictures on show that a child could have made."""


def left(page: Page) -> list[str]:
    """What the browser keeps of the page's origin."""
    return list(page.evaluate(LEFT))


def pictures(page: Page) -> list[str]:
    """Addresses of the pictures on show that a child could have made."""
    return list(page.evaluate(PIXELS))
