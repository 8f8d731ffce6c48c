"use strict";

// One press is one press: the button rests until the page comes back.
for (const form of document.querySelectorAll("form[data-once]")) {
  const button = form.querySelector("button[type=submit]");
  form.addEventListener("submit", () => setTimeout(() => { button.disabled = true; }));
  window.addEventListener("pageshow", () => { button.disabled = false; });
}

// Before and after a seat nothing of a child is left in this tab.
if (document.querySelector("[data-forget]")) sessionStorage.clear();

// What was wrong is no longer, once it is answered anew; a wrong PIN is written over.
document.querySelector("fieldset:has(#error)")?.addEventListener("input", () => {
  document.getElementById("error").hidden = true;
});
document.querySelector(".pin-field[aria-invalid]")?.select();

// A plain text field becomes a combobox over the list beside it. Without this script the server reads the text.
function combobox(field, code, list, said) {
  const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().trim();
  const options = [...list.children].map((item) => ({ item, name: plain(item.textContent) }));
  let shown = [];
  let active = -1;

  field.setAttribute("role", "combobox");
  field.setAttribute("aria-autocomplete", "list");
  field.setAttribute("aria-controls", list.id);
  field.setAttribute("aria-expanded", "false");
  list.setAttribute("role", "listbox");
  for (const { item } of options) {
    item.setAttribute("role", "option");
    item.setAttribute("aria-selected", "false");
  }

  function matching(text) {
    const holds = options.filter(({ name }) => name.includes(text));
    const begins = holds.filter(({ name }) => name.startsWith(text));
    return [...begins, ...holds.filter((option) => !begins.includes(option))];
  }

  function open() {
    const text = plain(field.value);
    shown = text ? matching(text) : [];
    for (const { item } of options) item.hidden = true;
    for (const { item } of shown) {
      item.hidden = false;
      list.append(item);
    }
    list.hidden = shown.length === 0;
    field.setAttribute("aria-expanded", String(!list.hidden));
    list.scrollTop = 0;
    mark(-1);
    said.textContent = text ? counted(shown.length) : "";
  }

  function counted(many) {
    if (many === 0) return field.dataset.none;
    return many === 1 ? field.dataset.one : field.dataset.many.replace("{count}", many);
  }

  function close() {
    list.hidden = true;
    field.setAttribute("aria-expanded", "false");
    mark(-1);
  }

  function mark(index) {
    shown[active]?.item.setAttribute("aria-selected", "false");
    active = index;
    const option = shown[active]?.item;
    if (!option) {
      field.removeAttribute("aria-activedescendant");
      return;
    }
    option.setAttribute("aria-selected", "true");
    option.scrollIntoView({ block: "nearest" });
    field.setAttribute("aria-activedescendant", option.id);
  }

  function choose(item) {
    field.value = item.textContent;
    code.value = item.dataset.code;
    close();
    said.textContent = item.textContent;
  }

  const keys = {
    ArrowDown: () => { if (list.hidden) open(); if (shown.length) mark((active + 1) % shown.length); },
    ArrowUp: () => { if (list.hidden) open(); if (shown.length) mark((active <= 0 ? shown.length : active) - 1); },
    Enter: () => choose(shown[active].item),
    Escape: close,
  };

  field.addEventListener("input", () => { code.value = ""; open(); });
  field.addEventListener("blur", close);
  field.addEventListener("keydown", (event) => {
    const nothingToChoose = list.hidden || active < 0;
    if (!(event.key in keys) || (event.key === "Enter" && nothingToChoose)) return;
    event.preventDefault();
    keys[event.key]();
  });
  // Before the field loses its focus, so that a touch on the list is not a touch beside it.
  list.addEventListener("pointerdown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => {
    const item = event.target.closest("li");
    if (item) choose(item);
  });
}

const field = document.getElementById("area-text");
if (field) {
  const code = document.getElementById("area-code");
  const near = document.querySelectorAll("input[name=near]");
  combobox(field, code, document.getElementById("area-list"), document.getElementById("area-said"));
  // One answer to one question: what was pressed goes when something is written, and the other way round.
  field.addEventListener("input", () => near.forEach((tile) => { tile.checked = false; }));
  near.forEach((tile) => tile.addEventListener("change", () => { field.value = ""; code.value = ""; }));
}
