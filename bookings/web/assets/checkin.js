"use strict";

// The door keeps each look at a code on this device until the portal has it. A nonce makes it one look, however often
// it is sent; the portal finds out which codes were seen twice.
const door = document.getElementById("door");
const words = JSON.parse(door.dataset.words);
const session = door.dataset.session;
const kept = `checkin:${session}`;
const said = document.getElementById("door-said");
const RETRY = 10_000;

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
  localStorage.setItem(kept, JSON.stringify(scans));
}

function say(text) {
  said.textContent = text;
  said.hidden = !text;
}

function guest(code) {
  return [...document.querySelectorAll(".guest")].find((item) => item.dataset.code === code);
}

function come(code) {
  const item = guest(code);
  if (!item) return;
  item.dataset.come = "yes";
  item.querySelector(".guest-state").textContent = words.come;
  item.querySelector(".guest-tap")?.remove();
}

function note(text) {
  const code = text.replace(/\s+/g, "").toUpperCase();
  if (!code) return;
  const before = guest(code) && !guest(code).querySelector(".guest-tap");
  keep([...waiting(), { device: device(), nonce: random(), code, at: new Date().toISOString() }]);
  if (!guest(code)) say(words.unknown.replace("{code}", code));
  else say((before ? words.again : words.arrived).replace("{code}", code));
  come(code);
  send(false);
}

async function send(tell = true) {
  const scans = waiting();
  if (!scans.length) return;
  try {
    const body = new URLSearchParams({ csrf: door.dataset.csrf, scans: JSON.stringify(scans.slice(0, 100)) });
    const answer = await fetch(`/checkin/${session}/scans`, { method: "POST", body });
    if (!answer.ok) throw new Error(String(answer.status));
    const found = await answer.json();
    const gone = new Set(scans.slice(0, 100).map((scan) => scan.nonce));
    keep(waiting().filter((scan) => !gone.has(scan.nonce)));
    found.arrived.forEach(come);
    if (waiting().length) return send(tell);
    if (tell) say(words.sent);
  } catch {
    say(words.kept.replace("{count}", String(waiting().length)));
  }
}

document.getElementById("door-form").addEventListener("submit", (event) => {
  event.preventDefault();
  const field = document.getElementById("code");
  note(field.value);
  field.value = "";
  field.focus();
});
document.getElementById("guests")?.addEventListener("submit", (event) => {
  event.preventDefault();
  note(event.target.closest(".guest").dataset.code);
});
window.addEventListener("online", () => send());
setInterval(send, RETRY);
send();

// The camera, where the browser can read codes; elsewhere the code is written.
const camera = document.getElementById("camera");
const viewer = document.getElementById("viewer");
if ("BarcodeDetector" in window && navigator.mediaDevices) {
  camera.hidden = false;
  camera.addEventListener("click", look);
}

async function look() {
  try {
    const detector = new BarcodeDetector({ formats: ["qr_code"] });
    viewer.srcObject = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
    viewer.hidden = false;
    await viewer.play();
    say(words.point);
    let last = "";
    setInterval(async () => {
      const [found] = await detector.detect(viewer).catch(() => []);
      if (!found || found.rawValue === last) return;
      last = found.rawValue;
      note(last.slice(0, 64));
    }, 300);
  } catch {
    say(words.noCamera);
  }
}
