// Shows a LabelMap on a canvas, a few dots to a point, and only draws again what has changed.

class Surface {
  constructor(canvas, map, tiles) {
    this.map = map;
    this.canvas = canvas;
    canvas.width = canvas.height = map.size * DOTS;
    this.pen = canvas.getContext("2d");
    this.tiles = tiles.map((one) => new Uint32Array(one.getContext("2d").getImageData(0, 0, TILE, TILE).data.buffer));
    this.dirty = null;
    for (const change of ["resize", "scroll"]) addEventListener(change, () => { this.place = null; }, true);
  }

  // Ask for a box of the map to be shown at the next frame.
  show(box) {
    if (!box) return;
    if (!this.dirty) requestAnimationFrame(() => this.draw());
    this.dirty = joined(this.dirty, box);
  }

  draw() {
    const box = this.dirty;
    this.dirty = null;
    const width = (box.right - box.left) * DOTS, height = (box.bottom - box.top) * DOTS;
    if (width <= 0 || height <= 0) return;
    const image = new ImageData(width, height);
    const dots = new Uint32Array(image.data.buffer);
    for (let y = 0, at = 0; y < height; y++) {
      const down = box.top * DOTS + y;
      const row = Math.floor(down / DOTS) * this.map.size, tileRow = (down % TILE) * TILE;
      for (let x = 0; x < width; x++, at++) {
        const across = box.left * DOTS + x;
        dots[at] = this.tiles[this.map.cells[row + Math.floor(across / DOTS)]][tileRow + (across % TILE)];
      }
    }
    this.pen.putImageData(image, box.left * DOTS, box.top * DOTS);
  }

  // Where the canvas is on the screen. Kept during a stroke: asking at each move would lay the page out each time.
  frame() {
    return (this.place ??= this.canvas.getBoundingClientRect());
  }

  // Where on the map a pointer is, in points.
  point(event) {
    const frame = this.frame(), scale = this.map.size / frame.width;
    return { x: (event.clientX - frame.left) * scale, y: (event.clientY - frame.top) * scale };
  }
}
