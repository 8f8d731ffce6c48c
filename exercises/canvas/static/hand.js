// The hand on the map: pointer and arrow keys become strokes, lines, fills and shapes.

const DIAMETERS = [5, 12, 24, 46, 84];

class Hand {
  // `page` is told `changed(box)` while the map changes and `finishStep(before)` when a step is done.
  constructor(page) {
    Object.assign(this, { page, map: page.map, surface: page.surface });
    this.numbers = Object.fromEntries(page.setup.materials.map((material, number) => [material.key, number]));
    this.tool = "brush";
    this.size = 2;
    this.material = 0;
    this.stamp = "mountain";
    this.mirrored = false;
    this.stroke = null;
    this.listen();
  }

  listen() {
    const canvas = this.surface.canvas, cursor = this.page.find(".vk-cursor");
    canvas.addEventListener("pointerdown", (event) => this.press(event));
    canvas.addEventListener("pointerenter", (event) => {
      this.surface.place = null;
      if (event.buttons & 1 && !this.stroke) this.press(event); // a stroke that began beside the map
    });
    canvas.addEventListener("pointermove", (event) => this.drag(event));
    for (const end of ["pointerup", "pointercancel"]) canvas.addEventListener(end, (event) => this.lift(event));
    canvas.addEventListener("pointerleave", () => { if (!this.stroke) cursor.hidden = true; });
    canvas.addEventListener("contextmenu", (event) => event.preventDefault());
    canvas.addEventListener("keydown", (event) => this.paintByKey(event));
    canvas.addEventListener("blur", () => { cursor.hidden = true; });
  }

  press(event) {
    if (event.pointerType === "mouse" && event.button > 0) return;
    if (this.stroke) return;
    event.preventDefault();
    this.surface.place = null;
    this.surface.canvas.focus({ preventScroll: true });
    try { this.surface.canvas.setPointerCapture(event.pointerId); } catch { /* the pointer has just gone: no stroke to follow */ }
    const point = this.surface.point(event);
    this.begin(point, event.pointerId);
    this.apply(point);
    this.moveCursor(event);
    if (this.tool === "fill") this.lift(event);
  }

  begin(point, pointer) {
    this.page.invited();
    this.stroke = { pointer, before: this.map.toText(), cells: this.map.cells.slice(), first: point, last: point, box: null };
  }

  drag(event) {
    this.moveCursor(event);
    if (this.stroke?.pointer !== event.pointerId) return;
    const events = this.tool === "brush" || this.tool === "eraser" ? event.getCoalescedEvents?.() ?? [] : [];
    for (const part of events.length ? events : [event]) this.apply(this.surface.point(part));
  }

  lift(event) {
    if (this.stroke?.pointer === event.pointerId) this.end();
  }

  end() {
    const before = this.stroke.before;
    this.stroke = null;
    this.page.finishStep(before);
  }

  // The hand is at `point` now; what that changes depends on the tool.
  apply(point) {
    const { stroke, map } = this;
    let box = null;
    if (this.tool === "line" || this.tool === "stamp") {
      map.cells.set(stroke.cells); // what was shown of this step before
      box = stroke.box;
      stroke.box = this.mirroring((where) => this.drawn(where), stroke.first, point);
    } else {
      stroke.box = this.mirroring((where) => this.drawn(where), stroke.last, point);
    }
    stroke.last = point;
    this.page.changed(joined(box, stroke.box));
  }

  // Does something at the hand's place, and at the same place in the mirror. Gives the box that may have changed.
  mirroring(draw, from, to) {
    const box = draw({ from, to });
    if (!this.mirrored) return box;
    const other = (point) => ({ x: this.map.size - point.x, y: point.y });
    return joined(box, draw({ from: other(from), to: other(to), side: -1 }));
  }

  // `side` is -1 in the mirror, where a shape is turned round.
  drawn({ from, to, side = 1 }) {
    const upper = this.map.size / 2, [sky, grass] = this.page.setup.erased, material = this.material;
    if (this.tool === "fill") {
      const inside = (value) => Math.min(this.map.size - 1, Math.max(0, value));
      return this.map.fill(inside(to.x), inside(to.y), material);
    }
    if (this.tool === "stamp") {
      const shape = STAMPS[this.stamp];
      return this.map.shape(to.x, to.y, STAMP_WIDTHS[this.size], (right, down) => this.numbers[shape(side * right, down)]);
    }
    const paint = this.tool === "eraser" ? (row) => (row < upper ? sky : grass) : () => material;
    return this.map.stroke(from, to, DIAMETERS[this.size], paint);
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
    if (paints && !event.repeat) this.dab();
    const frame = this.surface.frame(), scale = frame.width / size;
    this.moveCursor({ clientX: frame.left + this.spot.x * scale, clientY: frame.top + this.spot.y * scale });
  }

  // One press of the space bar. A line goes from the last press to this one.
  dab() {
    const from = this.tool === "line" && this.lineFrom ? this.lineFrom : this.spot;
    this.begin(from, null);
    this.apply(this.spot);
    this.lineFrom = this.tool === "line" ? this.spot : null;
    this.end();
  }

  // A ring as large as what is painted follows the hand.
  moveCursor(event) {
    const cursor = this.page.find(".vk-cursor");
    const points = this.tool === "stamp" ? STAMP_WIDTHS[this.size] : DIAMETERS[this.size];
    const frame = this.surface.frame(), width = (points / this.map.size) * frame.width;
    cursor.style.width = cursor.style.height = `${width}px`;
    if (!event) return;
    cursor.hidden = this.tool === "fill";
    const across = event.clientX - frame.left - width / 2, down = event.clientY - frame.top - width / 2;
    cursor.style.transform = `translate(${across}px, ${down}px)`;
  }
}
