// Each material has a pattern besides its colour. A tile is drawn once; the map and the swatches are laid out with it.

const DRAWN = 48; // the square that the patterns below are drawn in
const POINTS = 16; // points of the map that a tile covers
// Dots to a point of the map: as fine as the screen shows, since every dot costs time while a stroke is drawn.
const DOTS = Math.min(3, Math.max(2, Math.round((devicePixelRatio * Math.min(innerWidth, innerHeight)) / 512)));
const TILE = POINTS * DOTS;

const line = (pen, ...points) => {
  pen.beginPath();
  points.forEach(([x, y], index) => (index ? pen.lineTo(x, y) : pen.moveTo(x, y)));
  pen.stroke();
};
const dot = (pen, x, y, radius) => {
  pen.beginPath();
  pen.arc(x, y, radius, 0, 7);
  pen.fill();
};
const every = (step, draw) => {
  for (let y = 0; y < DRAWN; y += step) for (let x = 0; x < DRAWN; x += step) draw(x + step / 2, y + step / 2, (y / step) % 2);
};
const wave = (pen, y, height, length) => {
  pen.beginPath();
  for (let x = -2; x <= DRAWN + 2; x++) pen.lineTo(x, y + Math.sin((x / length) * 2 * Math.PI) * height);
  pen.stroke();
};

const PATTERNS = {
  "plain": () => {},
  "rings": (pen) => every(24, (x, y) => { pen.beginPath(); pen.arc(x, y, 6, 0, 7); pen.stroke(); }),
  "rays": (pen) => every(24, (x, y) => { for (let turn = 0; turn < 4; turn++) {
    const dx = Math.cos(turn * Math.PI / 4) * 7, dy = Math.sin(turn * Math.PI / 4) * 7;
    line(pen, [x - dx, y - dy], [x + dx, y + dy]);
  } }),
  "wide-stripes": (pen) => { pen.lineWidth = 5; for (const y of [8, 24, 40]) line(pen, [-2, y], [DRAWN + 2, y]); },
  "peaks": (pen) => every(24, (x, y) => line(pen, [x - 8, y + 5], [x, y - 5], [x + 8, y + 5])),
  "cracks": (pen) => every(24, (x, y, odd) => odd
    ? line(pen, [x - 9, y - 4], [x - 2, y + 2], [x + 3, y - 2], [x + 9, y + 6])
    : line(pen, [x - 6, y + 8], [x - 1, y], [x + 5, y + 3], [x + 8, y - 7])),
  "stars": (pen) => every(16, (x, y) => { line(pen, [x - 4, y], [x + 4, y]); line(pen, [x, y - 4], [x, y + 4]); }),
  "ticks": (pen) => every(12, (x, y, odd) => line(pen, [x + (odd ? 3 : -3), y + 3], [x + (odd ? 4 : -2), y - 3])),
  "dots": (pen) => every(16, (x, y) => dot(pen, x, y, 3.4)),
  "triangles": (pen) => every(24, (x, y) => { pen.beginPath(); pen.moveTo(x, y - 8); pen.lineTo(x + 7, y + 6);
    pen.lineTo(x - 7, y + 6); pen.fill(); }),
  "half-circles": (pen) => every(16, (x, y) => { pen.beginPath(); pen.arc(x, y + 3, 5.5, Math.PI, 0); pen.fill(); }),
  "fine-dots": (pen) => every(8, (x, y) => dot(pen, x, y, 1.3)),
  "dashes": (pen) => every(16, (x, y) => line(pen, [x - 5, y], [x + 5, y])),
  "thin-waves": (pen) => { for (const y of [6, 18, 30, 42]) wave(pen, y, 2.5, 24); },
  "waves": (pen) => { pen.lineWidth = 3; for (const y of [12, 36]) wave(pen, y, 5, 48); },
  "bricks": (pen) => { for (const y of [0, 16, 32, 48]) line(pen, [0, y], [DRAWN, y]);
    for (const [x, y] of [[12, 0], [36, 0], [24, 16], [0, 16], [48, 16], [12, 32], [36, 32]]) line(pen, [x, y], [x, y + 16]); },
};

function brightness(colour) {
  const [red, green, blue] = [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16));
  return (0.299 * red + 0.587 * green + 0.114 * blue) / 255;
}

// One tile of a material as a canvas.
function tile(material) {
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = TILE;
  const pen = canvas.getContext("2d", { willReadFrequently: true });
  pen.fillStyle = material.colour;
  pen.fillRect(0, 0, TILE, TILE);
  pen.scale(TILE / DRAWN, TILE / DRAWN);
  const ink = brightness(material.colour) > 0.45 ? "rgba(20,30,40,.20)" : "rgba(255,255,255,.26)";
  pen.fillStyle = pen.strokeStyle = ink;
  pen.lineWidth = 2;
  pen.lineCap = pen.lineJoin = "round";
  PATTERNS[material.pattern]?.(pen);
  return canvas;
}
