"use strict";

// Every two seconds the page is asked for again. What has changed takes the old one's place once its picture is there,
// so that the wall never flickers; no answer leaves what hangs there hanging.

const EVERY = 2000;

async function look() {
  try {
    const answer = await fetch(location.href, { headers: { accept: "text/html" } });
    if (answer.redirected || !answer.ok) return location.reload();
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const now = document.getElementById("stage"), next = document.importNode(page.getElementById("stage"), true);
    if (next.outerHTML === now.dataset.told) return;
    const told = next.outerHTML;
    await Promise.all([...next.querySelectorAll("img")].map((image) => image.decode()));
    const another = next.querySelector(".on-show img")?.src !== now.querySelector(".on-show img")?.src;
    next.dataset.told = told;
    if (another) next.classList.add("coming");
    now.replaceWith(next);
  } catch { /* the portal is away for a moment: ask again */ }
}

document.getElementById("stage").dataset.told = document.getElementById("stage").outerHTML;
(async () => {
  for (;;) {
    await new Promise((wake) => setTimeout(wake, EVERY));
    await look();
  }
})();

const full = document.getElementById("full");
full.hidden = !document.fullscreenEnabled;
full.addEventListener("click", () => document.documentElement.requestFullscreen());
