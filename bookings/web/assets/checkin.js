"use strict";

// The door keeps each look at a code on this device until the portal has it. A nonce makes it one look, however often
// it is sent; the portal finds out which codes were seen twice. Taking back is a note too. Loaded again without a
// network, the page is an empty shell: the tab itself remembers who is expected, and forgets when it is closed.
const door = document.getElementById("door");
const words = JSON.parse(door.dataset.words);
const isShell = !door.dataset.session;
const session = door.dataset.session || location.pathname.split("/").pop();
const kept = `checkin:${session}`;
const said = document.getElementById("door-said");
const guests = document.getElementById("guests");
const RETRY = 10_000;
const AT_ONCE = 100;

function random() {
  return Array.from(crypto.getRandomValues(new Uint8Array(12)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

function device() {
  const known = localStorage.getItem("checkin-device") || random();
  localStorage.setItem("checkin-device", known);
  return known;
}

function waiting() {
  return JSON.parse(localStorage.getItem(kept) || "[]");
}

function keep(scans) {
  if (scans.length) localStorage.setItem(kept, JSON.stringify(scans));
  else localStorage.removeItem(kept);
}

function say(text, code = "") {
  said.textContent = text.replace("{code}", code);
  said.hidden = !text;
}

function rows() {
  return [...document.querySelectorAll(".guest")];
}

function guest(code) {
  return rows().find((item) => item.dataset.code === code);
}

function show(item, come, look = "") {
  item.dataset.come = come ? "yes" : "";
  item.dataset.look = look;
  item.querySelector(".guest-state").textContent = come ? words.come : words.expected;
  offer(item);
}

function offer(item) {
  const come = item.dataset.come === "yes";
  const recent = item.dataset.look && Date.now() - Date.parse(item.dataset.look) < words.undoMilliseconds;
  item.querySelector(".guest-tap").hidden = come;
  item.querySelector(".guest-undo").hidden = !(come && recent);
}

function note(text) {
  const code = text.replace(/\s+/g, "").toUpperCase();
  if (!code) return;
  const item = guest(code);
  const at = add(code);
  if (!item) say(isShell ? words.noted : words.unknown, code);
  else if (item.dataset.come === "yes") say(words.again, code);
  else {
    say(words.arrived, code);
    show(item, true, at);
  }
  after();
}

function takeBack(code) {
  const item = guest(code);
  // Never before the look that it takes back, whichever clock that was read from.
  add(code, { undo: true }, Date.parse(item.dataset.look) + 1);
  show(item, false);
  say(words.undone, code);
  after();
}

function add(code, more = {}, earliest = 0) {
  const at = new Date(Math.max(Date.now(), earliest)).toISOString();
  keep([...waiting(), { device: device(), nonce: random(), code, at, ...more }]);
  return at;
}

function after() {
  remember();
  send(false);
}

async function send(tell = true) {
  rows().forEach(offer);
  const scans = waiting().slice(0, AT_ONCE);
  if (isShell) return comeBack(scans.length);
  if (!scans.length) return;
  try {
    const body = new URLSearchParams({ csrf: door.dataset.csrf, scans: JSON.stringify(scans) });
    const answer = await fetch(`/checkin/${session}/scans`, { method: "POST", body });
    if (!answer.ok) throw new Error(String(answer.status));
    const found = await answer.json();
    const gone = new Set(scans.map((scan) => scan.nonce));
    keep(waiting().filter((scan) => !gone.has(scan.nonce)));
    agree(found);
    if (waiting().length) return send(tell);
    if (tell) say(words.sent);
  } catch {
    say(words.kept.replace("{count}", String(waiting().length)));
  }
}

function agree(found) {
  const undone = new Set(waiting().filter((scan) => scan.undo).map((scan) => scan.code));
  for (const [code, look] of Object.entries(found.arrived)) {
    const item = guest(code);
    if (item && item.dataset.come !== "yes" && !undone.has(code)) show(item, true, look);
  }
  if (found.stays.length) say(words.stays, found.stays.join(", "));
  remember();
}

// The shell cannot send: it waits for the portal, and loads the page that can.
async function comeBack(count) {
  if (count) say(words.kept.replace("{count}", String(count)));
  if (document.getElementById("code").value) return;
  const answer = await fetch("/healthz", { cache: "no-store" }).catch(() => null);
  if (answer?.ok) location.reload();
}

function remember() {
  const list = rows().map((item) => ({
    code: item.dataset.code,
    label: item.querySelector(".guest-label").textContent,
    state: item.querySelector(".guest-state").textContent,
    come: item.dataset.come || "",
    look: item.dataset.look,
  }));
  const where = document.getElementById("door-where").textContent;
  sessionStorage.setItem(kept, JSON.stringify({ where, list }));
}

function recall() {
  const known = JSON.parse(sessionStorage.getItem(kept) || '{"where": "", "list": []}');
  document.getElementById("door-where").textContent = known.where;
  for (const { code, label, state, come, look } of known.list) {
    const item = document.getElementById("guest-row").content.firstElementChild.cloneNode(true);
    Object.assign(item.dataset, { code, come, look });
    item.querySelector(".door-code-small").textContent = `${code.slice(0, 4)} ${code.slice(4)}`;
    item.querySelector(".guest-label").textContent = label;
    item.querySelector(".guest-state").textContent = state;
    for (const button of item.querySelectorAll("button")) button.ariaLabel = `${code} ${button.ariaLabel}`;
    offer(item);
    guests.append(item);
  }
}

document.getElementById("door-form").addEventListener("submit", (event) => {
  event.preventDefault();
  const field = document.getElementById("code");
  note(field.value);
  field.value = "";
  field.focus();
});
guests?.addEventListener("submit", (event) => {
  event.preventDefault();
  const { code } = event.target.closest(".guest").dataset;
  if (event.target.matches(".guest-undo")) takeBack(code);
  else note(code);
});
window.addEventListener("online", () => send());
setInterval(send, RETRY);

// Only over HTTPS, or on the portal's own computer, does a browser let a page be kept.
navigator.serviceWorker?.register("/checkin/worker.js").then(() => navigator.serviceWorker.ready).then(() => {
  document.getElementById("door-hint").textContent = words.reload;
});

if (isShell) recall();
else remember();
send();
