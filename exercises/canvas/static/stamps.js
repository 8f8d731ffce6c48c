// Shapes that are put on the map whole. Each tells the material at a place of its own square, -1 to 1 to the right and
// downwards, or undefined where the map shows through.

const zigzag = (x, teeth) => Math.abs(((x * teeth) % 1 + 1) % 1 - 0.5);
const oval = (x, y, across, down, wide, high) => ((x - across) / wide) ** 2 + ((y - down) / high) ** 2 <= 1;

const STAMPS = {
  mountain: (x, y) => {
    const ridge = Math.min(-0.9 + Math.abs(x - 0.1) * 1.9, -0.2 + Math.abs(x + 0.55) * 1.9) + zigzag(x, 4) * 0.16;
    if (y < ridge || y > 0.75) return undefined;
    return y < -0.42 + zigzag(x, 5) * 0.3 ? "snow" : "mountain";
  },
  island: (x, y) => {
    if (oval(x, y, -0.1, 0.02, 0.6, 0.26 + zigzag(x, 4) * 0.3) && y < 0.16) return "forest";
    if (oval(x, y, 0, 0.2, 0.95, 0.16)) return "rock";
    return oval(x, y, 0.1, 0.3, 0.8, 0.16) ? "sand" : undefined;
  },
  trees: (x, y) => (y > -0.75 + zigzag(x, 2.5) * 2.1 + Math.abs(x) * 0.25 || y > 0.15) && y < 0.45 ? "forest" : undefined,
  cottage: (x, y) => {
    const roof = y >= -0.75 && y < -0.1 && Math.abs(x) < 0.25 + (y + 0.75) * 0.85;
    return roof || (y >= -0.1 && y < 0.6 && Math.abs(x) < 0.62) ? "cottage" : undefined;
  },
  cloud: (x, y) => (oval(x, y, -0.4, 0.1, 0.5, 0.24) || oval(x, y, 0.1, -0.05, 0.5, 0.34) || oval(x, y, 0.5, 0.12, 0.45, 0.22)
    ? "cloud" : undefined),
  sun: (x, y) => (oval(x, y, 0, 0, 0.5, 0.5) ? "glow" : undefined),
};
const STAMP_WIDTHS = [26, 44, 72, 112, 170]; // points, one for each brush
