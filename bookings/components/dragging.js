// A planned session in the week is dragged to another day, or to an empty time. The portal is told where it was let go
// of and asks whether it may be moved there; nothing moves by itself. The form of the session does the same by keyboard.
const CARD = '[class*="st-key-card-planned-"]';
const DAY = '[class*="st-key-day-"]';
const EMPTY = '[class*="st-key-empty-"]';

function named(element, start) {
  const own = [...(element?.classList ?? [])].find((name) => name.startsWith(start));
  return own ? own.slice(start.length) : "";
}

export default function ({ setTriggerValue }) {
  const week = document.querySelector(".st-key-week");
  if (!week) return undefined;
  const stop = new AbortController();
  const listen = (name, told) => week.addEventListener(name, told, { signal: stop.signal });
  let dragged = "";

  function mark(target) {
    for (const marked of week.querySelectorAll(".drop-here")) marked.classList.remove("drop-here");
    target?.classList.add("drop-here");
  }

  listen("pointerdown", (event) => {
    event.target.closest(CARD)?.setAttribute("draggable", "true");
  });
  listen("dragstart", (event) => {
    const card = event.target.closest(CARD);
    dragged = named(card, "st-key-card-planned-");
    if (!dragged) return;
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", dragged);
    event.dataTransfer.setDragImage(card, 12, 12);
  });
  listen("dragover", (event) => {
    const target = event.target.closest(EMPTY) ?? event.target.closest(DAY);
    if (!dragged || !target) return;
    event.preventDefault();
    mark(target);
  });
  listen("dragend", () => {
    dragged = "";
    mark(null);
  });
  listen("drop", (event) => {
    const day = event.target.closest(DAY);
    if (!dragged || !day) return;
    event.preventDefault();
    const empty = named(event.target.closest(EMPTY), "st-key-empty-");
    setTriggerValue("moved", { session: dragged, weekday: Number(named(day, "st-key-day-")), empty });
    dragged = "";
    mark(null);
  });
  return () => stop.abort();
}
