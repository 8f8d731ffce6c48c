// How well did the computer obey? Map, picture, what a second computer sees in it, and a bar for each material.

class Honesty {
  constructor(page) {
    Object.assign(this, { page, words: page.words, materials: page.setup.materials });
    Object.assign(this, { title: "how_honest", verb: "honesty" });
  }

  show(answer) {
    const { words } = this;
    const three = made("div", "vk-three",
      captioned(this.map(answer.asked, answer.size, words.your_map), words.your_map),
      captioned(pictureOf(this.page.panel.picture, words.the_picture), words.the_picture),
      captioned(this.map(answer.sees, answer.size, words.sees), words.sees));
    const said = made("div", "vk-said", ...answer.sentences.map((one) => paragraph(one)));
    if (answer.lack) said.append(paragraph(answer.lack));
    return [paragraph(words.honest_how, "vk-lead"), three,
      made("div", "vk-two", this.bars(answer.rows), made("div", "", said, this.example(answer.try)))];
  }

  map(text, size, alt) {
    const canvas = mapPictureOf(text, size, this.materials);
    canvas.setAttribute("role", "img");
    canvas.setAttribute("aria-label", alt);
    return canvas;
  }

  bars(rows) {
    const list = made("ul", "vk-bars", ...rows.map((row) => {
      const { name, colour } = this.materials[row.material], parts = Math.round(100 * row.overlap);
      const bar = made("i", "");
      bar.style.width = `${Math.max(1, parts)}%`;
      const chip = made("b", "");
      chip.style.background = colour;
      return made("li", "", made("span", "vk-bar-name", chip, name), made("span", "vk-bar", bar),
        made("span", "vk-bar-words", filled(this.words.of_hundred, { parts, words: row.words })));
    }));
    return made("div", "", made("h3", "", this.words.bars), list);
  }

  // Something that the model has seldom seen, and a button that makes the light ready for it.
  example({ words, style, material }) {
    const button = made("button", "vk-main", icon("brush"), made("span", "", this.words.try_it));
    button.type = "button";
    button.addEventListener("click", () => {
      this.page.panel.close();
      this.page.light.set(style);
      this.page.palette.chooseMaterial(material);
    });
    return made("div", "vk-try", made("h3", "", this.words.lacking), paragraph(words), button);
  }
}
