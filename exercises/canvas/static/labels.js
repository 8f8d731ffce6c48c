// The map itself: a square grid of material numbers. Nothing here knows the screen, and no number is ever blended.

class LabelMap {
  constructor(size) {
    this.size = size;
    this.cells = new Uint8Array(size * size);
  }

  // A disc of `material`, `diameter` points wide. Gives the box that may have changed.
  stamp(x, y, diameter, paint) {
    const radius = diameter / 2;
    const box = this.clipped(Math.floor(x - radius), Math.floor(y - radius), Math.ceil(x + radius), Math.ceil(y + radius));
    for (let row = box.top; row < box.bottom; row++) {
      for (let column = box.left; column < box.right; column++) {
        const dx = column + 0.5 - x, dy = row + 0.5 - y;
        if (dx * dx + dy * dy <= radius * radius) this.cells[row * this.size + column] = paint(row);
      }
    }
    return box;
  }

  // A brush drawn from one point to another without gaps.
  stroke(from, to, diameter, paint) {
    const steps = Math.max(1, Math.ceil(Math.hypot(to.x - from.x, to.y - from.y) / Math.max(1, diameter / 4)));
    let box = null;
    for (let step = 0; step <= steps; step++) {
      const part = step / steps;
      box = joined(box, this.stamp(from.x + (to.x - from.x) * part, from.y + (to.y - from.y) * part, diameter, paint));
    }
    return box;
  }

  // A shape `width` points wide around a point; `material(right, down)` gives a number or undefined for each place.
  shape(x, y, width, material) {
    const half = width / 2;
    const box = this.clipped(Math.floor(x - half), Math.floor(y - half), Math.ceil(x + half), Math.ceil(y + half));
    for (let row = box.top; row < box.bottom; row++) {
      for (let column = box.left; column < box.right; column++) {
        const number = material((column + 0.5 - x) / half, (row + 0.5 - y) / half);
        if (number !== undefined) this.cells[row * this.size + column] = number;
      }
    }
    return box;
  }

  // The whole patch of one material that holds the point.
  fill(x, y, material) {
    const size = this.size, cells = this.cells;
    const start = Math.floor(y) * size + Math.floor(x), old = cells[start];
    if (old === material) return null;
    const waiting = [start];
    cells[start] = material;
    while (waiting.length) {
      const at = waiting.pop(), column = at % size;
      for (const next of [column > 0 ? at - 1 : -1, column < size - 1 ? at + 1 : -1, at - size, at + size]) {
        if (next >= 0 && next < cells.length && cells[next] === old) {
          cells[next] = material;
          waiting.push(next);
        }
      }
    }
    return this.all();
  }

  all() {
    return { left: 0, top: 0, right: this.size, bottom: this.size };
  }

  clipped(left, top, right, bottom) {
    const inside = (value) => Math.min(this.size, Math.max(0, value));
    return { left: inside(left), top: inside(top), right: inside(right), bottom: inside(bottom) };
  }

  // Runs of (material, length - 1), as exercises/canvas/label_runs.py reads them.
  toText() {
    const bytes = [];
    for (let at = 0; at < this.cells.length; ) {
      let end = at + 1;
      while (end < this.cells.length && end - at < 256 && this.cells[end] === this.cells[at]) end++;
      bytes.push(this.cells[at], end - at - 1);
      at = end;
    }
    let text = "";
    for (let at = 0; at < bytes.length; at += 8192) text += String.fromCharCode(...bytes.slice(at, at + 8192));
    return btoa(text);
  }

  fromText(text) {
    const bytes = atob(text);
    let at = 0;
    for (let pair = 0; pair + 1 < bytes.length; pair += 2) {
      const length = bytes.charCodeAt(pair + 1) + 1;
      this.cells.fill(bytes.charCodeAt(pair), at, at + length);
      at += length;
    }
  }
}

function joined(one, other) {
  if (!one) return other;
  if (!other) return one;
  return {
    left: Math.min(one.left, other.left), top: Math.min(one.top, other.top),
    right: Math.max(one.right, other.right), bottom: Math.max(one.bottom, other.bottom),
  };
}

// Steps back and forth. Each is a whole map, so that undo gives exactly what was there.
class History {
  constructor(most) {
    this.most = most;
    this.past = [];
    this.future = [];
  }

  // `before` is the map as it was until now.
  add(before) {
    this.past.push(before);
    if (this.past.length > this.most) this.past.shift();
    this.future = [];
  }

  back(now) {
    if (!this.past.length) return null;
    this.future.push(now);
    return this.past.pop();
  }

  forth(now) {
    if (!this.future.length) return null;
    this.past.push(now);
    return this.future.pop();
  }
}
