// What a reload finds again: the map and its steps, in this tab only and only for the seat that painted. No picture is kept.

const MEMORY = "verkstad-canvas";

function keep(page) {
  const state = { seat: page.setup.seat, map: page.map.toText(), style: page.light.key, seed: page.seed,
    past: page.history.past, future: page.history.future };
  try {
    sessionStorage.setItem(MEMORY, JSON.stringify(state));
  } catch {
    sessionStorage.removeItem(MEMORY); // the browser keeps nothing more: a reload then starts from a template
  }
}

// Where this seat was before a reload, or where everyone begins; another seat's map is never shown.
function remembered(setup) {
  let kept = null;
  try { kept = JSON.parse(sessionStorage.getItem(MEMORY)); } catch { /* not ours: start anew */ }
  if (kept?.seat === setup.seat) return kept;
  sessionStorage.removeItem(MEMORY);
  return { map: setup.maps[0].map, style: "noon", seed: 7, past: [], future: [] };
}

// The seat is over: nothing of what was painted stays in this tab for the next child.
function forget() {
  sessionStorage.removeItem(MEMORY);
}
