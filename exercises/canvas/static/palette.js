// What can be chosen for the map: materials, brushes, shapes, and maps to start from.

// A map as a small picture in plain colours. `cells` are material numbers, `size` on a side.
function mapPicture(cells, size, materials, canvas = made("canvas", "")) {
  canvas.width = canvas.height = size;
  const pen = canvas.getContext("2d"), image = pen.createImageData(size, size);
  const colours = materials.map(({ colour }) => [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16)));
  cells.forEach((number, at) => image.data.set([...colours[number], 255], at * 4));
  pen.putImageData(image, 0, 0);
  return canvas;
}

// The same for a map as text.
function mapPictureOf(text, size, materials, canvas) {
  const map = new LabelMap(size);
  map.fromText(text);
  return mapPicture(map.cells, size, materials, canvas);
}

// A shape as it will stand on the map, under the sky.
function shapePicture(shape, materials, size = 60) {
  const canvas = made("canvas", ""), pen = canvas.getContext("2d");
  const colours = Object.fromEntries(materials.map(({ key, colour }) => [key, colour]));
  canvas.width = canvas.height = size;
  for (let y = 0; y < size; y++) {
    for (let x = 0; x < size; x++) {
      pen.fillStyle = colours[shape((2 * x + 1) / size - 1, (2 * y + 1) / size - 1) ?? "sky"];
      pen.fillRect(x, y, 1, 1);
    }
  }
  return canvas;
}

class Palette {
  constructor(page, tiles) {
    Object.assign(this, { page, hand: page.hand, setup: page.setup, words: page.words });
    this.fillMaterials(tiles);
    this.fillSizes();
    this.fillStamps();
    page.find(".vk-starts").append(...this.setup.maps.map((start) => this.startButton(start)));
    for (const button of page.root.querySelectorAll("[data-tool]")) {
      button.addEventListener("click", () => this.chooseTool(button.dataset.tool));
    }
  }

  fillMaterials(tiles) {
    const swatches = this.setup.materials.map((material, number) => {
      const patch = made("span", "vk-patch", icon(material.icon));
      patch.style.backgroundImage = `url(${tiles[number].toDataURL()})`;
      patch.style.color = brightness(material.colour) > 0.45 ? "#1F2A2E" : "#FFFFFF";
      return made("button", "vk-swatch", patch, made("span", "vk-name", material.name));
    });
    this.chooseMaterial = choices(this.page.find(".vk-swatches"), swatches, (number) => {
      this.hand.material = number;
      if (this.hand.tool === "eraser" || this.hand.tool === "stamp") this.chooseTool("brush");
    });
  }

  fillSizes() {
    const sizes = this.words.sizes.split("|").map((name, number) => {
      const ball = made("i", "");
      ball.style.width = ball.style.height = `${[5, 9, 15, 22, 30][number]}px`;
      return named(made("button", "vk-icon", ball), name);
    });
    this.chooseSize = choices(this.page.find(".vk-sizes"), sizes, (number) => {
      this.hand.size = number;
      this.hand.moveCursor();
    });
  }

  fillStamps() {
    const names = this.words.stamp_names.split("|");
    const keys = Object.keys(STAMPS);
    const buttons = keys.map((key, at) =>
      made("button", "vk-tool", shapePicture(STAMPS[key], this.setup.materials), made("span", "", names[at])));
    this.chooseStamp = choices(this.page.find(".vk-stamps"), buttons, (number) => { this.hand.stamp = keys[number]; });
    this.chooseStamp(0);
  }

  startButton(start) {
    const view = mapPictureOf(start.map, this.setup.size, this.setup.materials);
    const button = named(made("button", "vk-start", view), start.name);
    button.type = "button";
    button.addEventListener("click", () => this.page.replace(start.map));
    return button;
  }

  // Shapes take the place of the maps to start from while they are in hand.
  chooseTool(tool) {
    this.hand.tool = tool;
    this.hand.lineFrom = null;
    for (const button of this.page.root.querySelectorAll("[data-tool]")) {
      button.setAttribute("aria-pressed", String(button.dataset.tool === tool));
    }
    this.page.find(".vk-stamps").hidden = tool !== "stamp";
    this.page.find(".vk-starts").hidden = tool === "stamp";
    this.page.find(".vk-surface").dataset.tool = tool;
    const told = { eraser: "eraser_rule", line: "line_rule", stamp: "stamp_rule" }[tool];
    this.page.result.say(told ? this.words[told] : this.page.result.rest);
    this.hand.moveCursor();
  }
}
