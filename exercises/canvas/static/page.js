// Small parts of the page: icons, words, groups of which one is chosen.

const SVG = "http://www.w3.org/2000/svg";

function icon(name) {
  const picture = document.createElementNS(SVG, "svg");
  picture.setAttribute("viewBox", "0 0 960 960");
  picture.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", ICONS[name] || "");
  picture.append(path);
  return picture;
}

function made(tag, className, ...children) {
  const node = document.createElement(tag);
  node.className = className;
  node.append(...children);
  return node;
}

// A button that shows a picture has its name for those who hear the page, and for a pointer that rests on it.
function named(button, name) {
  button.title = name;
  button.setAttribute("aria-label", name);
  return button;
}

// Puts the reader's words and the icons where the skeleton asks for them.
function dress(root, words) {
  for (const node of root.querySelectorAll("[data-icon]")) node.append(icon(node.dataset.icon));
  for (const node of root.querySelectorAll("[data-word]")) node.append(made("span", "", words[node.dataset.word]));
  for (const node of root.querySelectorAll("[data-label]")) {
    node.setAttribute("aria-label", words[node.dataset.label]);
    if (node.matches("button")) node.title = words[node.dataset.label];
  }
  for (const node of root.querySelectorAll("[data-alt]")) node.alt = words[node.dataset.alt];
}

// A group of buttons of which one is chosen: arrows move, as in any radio group. Gives a function that chooses by number.
function choices(box, buttons, chosen) {
  const choose = (number, tell = true) => {
    buttons.forEach((button, at) => {
      button.setAttribute("aria-checked", String(at === number));
      button.tabIndex = at === number ? 0 : -1;
    });
    if (tell) chosen(number);
  };
  buttons.forEach((button, at) => {
    button.type = "button";
    button.setAttribute("role", "radio");
    button.addEventListener("click", () => choose(at));
  });
  box.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    const at = buttons.indexOf(document.activeElement);
    if (!step || at < 0) return;
    event.preventDefault();
    const next = (at + step + buttons.length) % buttons.length;
    buttons[next].focus();
    choose(next);
  });
  box.append(...buttons);
  return choose;
}

function filled(text, values) {
  return text.replace(/\{(\w+)\}/g, (_, name) => values[name]);
}

// A number as the reader writes it, with one decimal.
function decimal(number, language) {
  return number.toLocaleString(language, { minimumFractionDigits: 1, maximumFractionDigits: 1 });
}

const pause = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));
