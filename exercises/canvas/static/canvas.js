// The canvas: what a hand does becomes a map, step by step, and every step can be undone.

const DIAMETERS = [5, 12, 24, 46];
const STEPS_BACK = 60;
const MEMORY = "verkstad-canvas"; // sessionStorage: this tab only, and only for the seat that painted

class Page {
  constructor(root, setup, ask) {
    Object.assign(this, { root, setup, ask, words: setup.words });
    this.map = new LabelMap(setup.size);
    this.history = new History(STEPS_BACK);
    this.tool = "brush";
    this.size = 2;
    dress(root, this.words);
    document.documentElement.lang = setup.language;
    document.title = `${this.words.title} · Verkstad`;
    this.find(".vk-back").href = setup.home;
    this.find(".vk-demo").textContent = setup.demo;
    this.find(".vk-demo").hidden = !setup.demo;
    const tiles = setup.materials.map(tile);
    this.surface = new Surface(this.find("canvas"), this.map, tiles);
    this.fillPalette(tiles);
    this.result = new Result(root, setup, ask, () => ({ map: this.map.toText(), style: this.style, seed: this.seed }));
    this.remember();
    this.listen();
    this.surface.show(this.map.all());
    root.dataset.state = "ready";
  }

  find(selector) {
    return this.root.querySelector(selector);
  }

  // --- what can be chosen -------------------------------------------------------------------------------------------

  fillPalette(tiles) {
    const swatches = this.setup.materials.map((material, number) => {
      const patch = made("span", "vk-patch", icon(material.icon));
      patch.style.backgroundImage = `url(${tiles[number].toDataURL()})`;
      patch.style.color = brightness(material.colour) > 0.45 ? "#1F2A2E" : "#FFFFFF";
      return made("button", "vk-swatch", patch, made("span", "vk-name", material.name));
    });
    this.chooseMaterial = choices(this.find(".vk-swatches"), swatches, (number) => {
      this.material = number;
      if (this.tool === "eraser") this.chooseTool("brush");
    });
    const sizes = this.words.sizes.split("|").map((name, number) => {
      const ball = made("i", "");
      ball.style.width = ball.style.height = `${[6, 11, 18, 27][number]}px`;
      const button = made("button", "vk-icon", ball);
      button.title = name;
      button.setAttribute("aria-label", name);
      return button;
    });
    this.chooseSize = choices(this.find(".vk-sizes"), sizes, (number) => { this.size = number; this.moveCursor(); });
    const styles = this.setup.styles.map((style) => made("button", "vk-style", icon(style.icon), made("span", "", style.name)));
    this.chooseStyle = choices(this.find(".vk-styles"), styles, (number) => {
      this.style = this.setup.styles[number].key;
      this.changed(null);
    });
    this.find(".vk-starts").append(...this.setup.maps.map((start) => this.startButton(start)));
  }

  startButton(start) {
    const small = new LabelMap(this.setup.size);
    small.fromText(start.map);
    const view = made("canvas", "");
    view.width = view.height = 64;
    const pen = view.getContext("2d"), scale = this.setup.size / 64;
    for (let y = 0; y < 64; y++) for (let x = 0; x < 64; x++) {
      pen.fillStyle = this.setup.materials[small.cells[Math.floor(y * scale) * this.setup.size + Math.floor(x * scale)]].colour;
      pen.fillRect(x, y, 1, 1);
    }
    const button = made("button", "vk-start", view);
    button.type = "button";
    button.title = start.name;
    button.setAttribute("aria-label", start.name);
    button.addEventListener("click", () => this.replace(start.map));
    return button;
  }

  chooseTool(tool) {
    this.tool = tool;
    for (const button of this.root.querySelectorAll("[data-tool]")) {
      button.setAttribute("aria-pressed", String(button.dataset.tool === tool));
    }
    this.find(".vk-surface").dataset.tool = tool;
    this.result.say(tool === "eraser" ? this.words.eraser_rule : this.result.rest);
    this.moveCursor();
  }

  // --- hand and keyboard --------------------------------------------------------------------------------------------

  listen() {
    const canvas = this.surface.canvas;
    canvas.addEventListener("pointerdown", (event) => this.press(event));
    canvas.addEventListener("pointerenter", (event) => {
      this.surface.place = null;
      if (event.buttons & 1 && !this.stroke) this.press(event); // a stroke that began beside the map
    });
    canvas.addEventListener("pointermove", (event) => this.drag(event));
    for (const end of ["pointerup", "pointercancel"]) canvas.addEventListener(end, (event) => this.lift(event));
    canvas.addEventListener("pointerleave", () => { if (!this.stroke) this.find(".vk-cursor").hidden = true; });
    canvas.addEventListener("contextmenu", (event) => event.preventDefault());
    canvas.addEventListener("keydown", (event) => this.paintByKey(event));
    canvas.addEventListener("blur", () => { this.find(".vk-cursor").hidden = true; });
    for (const button of this.root.querySelectorAll("[data-tool]")) {
      button.addEventListener("click", () => this.chooseTool(button.dataset.tool));
    }
    for (const button of this.root.querySelectorAll("[data-do]")) {
      button.addEventListener("click", () => this[button.dataset.do]());
    }
    document.addEventListener("keydown", (event) => this.shortcut(event));
    // The focus ring is for those who use the keyboard; a hand on the map sees the brush.
    document.addEventListener("pointerdown", () => { this.root.dataset.hand = "pointer"; }, true);
    document.addEventListener("keydown", () => { this.root.dataset.hand = "keys"; }, true);
    this.find(".vk-back").addEventListener("click", (event) => this.leave(event));
  }

  press(event) {
    if (event.pointerType === "mouse" && event.button > 0) return;
    if (this.stroke) return;
    event.preventDefault();
    this.surface.place = null;
    this.surface.canvas.focus({ preventScroll: true });
    try { this.surface.canvas.setPointerCapture(event.pointerId); } catch { /* the pointer has just gone: no stroke to follow */ }
    const point = this.surface.point(event);
    this.stroke = { pointer: event.pointerId, before: this.map.toText(), last: point };
    this.apply(point, point);
    this.moveCursor(event);
    if (this.tool === "fill") this.lift(event);
  }

  drag(event) {
    this.moveCursor(event);
    if (this.stroke?.pointer !== event.pointerId) return;
    const events = event.getCoalescedEvents?.() ?? [];
    for (const part of events.length ? events : [event]) {
      const point = this.surface.point(part);
      this.apply(this.stroke.last, point);
      this.stroke.last = point;
    }
  }

  lift(event) {
    if (this.stroke?.pointer !== event.pointerId) return;
    const before = this.stroke.before;
    this.stroke = null;
    this.finishStep(before);
  }

  apply(from, to) {
    const upper = this.map.size / 2, [sky, grass] = this.setup.erased, material = this.material;
    if (this.tool === "fill") {
      const inside = (value) => Math.min(this.map.size - 1, Math.max(0, value));
      this.changed(this.map.fill(inside(to.x), inside(to.y), material));
    } else {
      const paint = this.tool === "eraser" ? (row) => (row < upper ? sky : grass) : () => material;
      this.changed(this.map.stroke(from, to, DIAMETERS[this.size], paint));
    }
  }

  paintByKey(event) {
    const move = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
    const paints = event.key === " " || event.key === "Enter";
    if (!move && !paints) return;
    event.preventDefault();
    event.stopPropagation();
    const size = this.map.size, step = event.shiftKey ? 2 : 8;
    const inside = (value) => Math.min(size - 1, Math.max(0, value));
    const at = this.spot ?? { x: size / 2, y: size / 2 };
    this.spot = move ? { x: inside(at.x + move[0] * step), y: inside(at.y + move[1] * step) } : at;
    if (paints) {
      const before = this.map.toText();
      this.apply(this.spot, this.spot);
      this.finishStep(before);
    }
    const frame = this.surface.frame(), scale = frame.width / size;
    this.moveCursor({ clientX: frame.left + this.spot.x * scale, clientY: frame.top + this.spot.y * scale });
  }

  shortcut(event) {
    if (event.target.matches?.("input, textarea, select") || event.altKey) return;
    const key = event.key.toLowerCase();
    if (event.ctrlKey || event.metaKey) {
      if (key !== "z" && key !== "y") return;
      event.preventDefault();
      return key === "y" || event.shiftKey ? this.redo() : this.undo();
    }
    const tool = { b: "brush", f: "fill", e: "eraser" }[key];
    if (tool) this.chooseTool(tool);
    else if ("1234".includes(key)) this.chooseSize(Number(key) - 1);
    else if (key === "z") this.undo();
    else if (key === "y") this.redo();
    else if (key === "n") this.another();
  }

  // A ring as large as the brush follows the hand.
  moveCursor(event) {
    const cursor = this.find(".vk-cursor");
    const frame = this.surface.frame(), width = (DIAMETERS[this.size] / this.map.size) * frame.width;
    cursor.style.width = cursor.style.height = `${width}px`;
    if (!event) return;
    cursor.hidden = this.tool === "fill";
    const across = event.clientX - frame.left - width / 2, down = event.clientY - frame.top - width / 2;
    cursor.style.transform = `translate(${across}px, ${down}px)`;
  }

  // --- steps --------------------------------------------------------------------------------------------------------

  finishStep(before) {
    if (this.map.toText() !== before) this.history.add(before);
    this.keep();
  }

  undo() { this.travel(this.history.back(this.map.toText())); }
  redo() { this.travel(this.history.forth(this.map.toText())); }
  save() { this.result.save(); }
  download() { this.result.download(); }
  clear() { this.replace(this.setup.maps.at(-1).map); }

  replace(text) {
    const before = this.map.toText();
    this.map.fromText(text);
    this.changed(this.map.all());
    this.finishStep(before);
  }

  travel(text) {
    if (text === null || this.stroke) return;
    this.map.fromText(text);
    this.changed(this.map.all());
    this.keep();
  }

  another() {
    this.seed = 1 + Math.floor(Math.random() * 9999);
    this.changed(null);
    this.keep();
  }

  keep() {
    this.find('[data-do="undo"]').disabled = !this.history.past.length;
    this.find('[data-do="redo"]').disabled = !this.history.future.length;
    const state = { seat: this.setup.seat, map: this.map.toText(), style: this.style, seed: this.seed,
      past: this.history.past, future: this.history.future };
    try {
      sessionStorage.setItem(MEMORY, JSON.stringify(state));
    } catch {
      sessionStorage.removeItem(MEMORY); // the browser keeps nothing more: a reload then starts from a template
    }
  }

  // Go on where this seat was before a reload; another seat's map is never shown.
  remember() {
    let kept = null;
    try { kept = JSON.parse(sessionStorage.getItem(MEMORY)); } catch { /* not ours: start anew */ }
    if (kept?.seat !== this.setup.seat) {
      sessionStorage.removeItem(MEMORY);
      kept = { map: this.setup.maps[0].map, style: "noon", seed: 7, past: [], future: [] };
    }
    this.map.fromText(kept.map);
    Object.assign(this.history, { past: kept.past, future: kept.future });
    this.seed = kept.seed;
    this.chooseStyle(Math.max(0, this.setup.styles.findIndex((one) => one.key === kept.style)));
    this.chooseMaterial(9);
    this.chooseSize(this.size);
    this.keep();
  }

  changed(box) {
    this.surface.show(box);
    this.result.changed();
  }

  async leave(event) {
    event.preventDefault();
    const link = event.currentTarget.href;
    await Promise.race([this.ask("leave", {}), pause(800)]);
    location.href = link;
  }
}

// Calls one of the portal's functions. A seat that no longer holds leads to the page that says so.
function asker(server) {
  return async (name, order) => {
    let answer;
    try { answer = await server[name](order); } catch { answer = undefined; }
    if (answer?.gone) location.reload();
    if (answer === undefined && (await fetch(location.pathname, { method: "HEAD" }).catch(() => null))?.status === 401) {
      location.reload();
    }
    return answer;
  };
}

async function start(element, server) {
  const ask = asker(server), root = element.querySelector(".vk");
  let setup = await ask("open_page", {});
  while (!setup?.words) {
    await pause(1500);
    setup = await ask("open_page", {});
  }
  new Page(root, setup, ask);
}
