// Look inside: the picture step by step, what the model learnt from, and other ways to paint the same map.

const BULB = 5; // watts of a lamp that a child knows

class Steps {
  constructor(page) {
    Object.assign(this, { page, words: page.words, title: "steps", verb: "inside" });
  }

  show({ looked_at: lookedAt, frames, noise }) {
    const before = pictureOf(lookedAt.at(-1), this.words.looked_at), guess = pictureOf(frames.at(-1), this.words.guessed);
    const two = made("div", "vk-pair", captioned(before, this.words.looked_at), captioned(guess, this.words.guessed));
    const told = paragraph("", "vk-step");
    const slider = made("input", "");
    Object.assign(slider, { type: "range", min: 1, max: frames.length, step: 1, value: 1 });
    slider.setAttribute("aria-label", this.words.steps);
    const move = () => {
      const step = Number(slider.value);
      before.src = `data:image/png;base64,${lookedAt[step - 1]}`;
      guess.src = `data:image/png;base64,${frames[step - 1]}`;
      told.textContent = filled(this.words.step_noise, { step, steps: frames.length, noise: Math.round(100 * noise[step - 1]) });
      slider.setAttribute("aria-valuetext", told.textContent);
    };
    slider.addEventListener("input", move);
    move();
    return [paragraph(this.words.steps_how, "vk-lead"), made("div", "vk-steps", two, slider, told)];
  }
}

class Learnt {
  constructor(page) {
    Object.assign(this, { page, words: page.words, title: "learnt", verb: "alike" });
  }

  show({ pictures }) {
    const mine = captioned(pictureOf(this.page.panel.picture, this.words.the_picture), this.words.the_picture);
    const others = pictures.map((one) => captioned(
      made("span", "vk-inset", pictureOf(one.png, one.style), pictureOf(one.map, this.words.its_map)),
      filled(this.words.training_picture, { number: one.number, light: one.style })));
    return [paragraph(this.words.learnt_how, "vk-lead"), made("div", "vk-near", mine, ...others), paragraph(this.words.learnt_ask)];
  }
}

class Ways {
  constructor(page) {
    Object.assign(this, { page, words: page.words, title: "ways", verb: "ways" });
  }

  show({ ways }) {
    return [paragraph(this.words.ways_how, "vk-lead"), made("div", "vk-three", ...ways.map((way) => this.card(way))),
      paragraph(this.words.ways_rule, "vk-fine")];
  }

  card(way) {
    const language = this.page.setup.language, number = (value) => value.toLocaleString(language, { maximumSignificantDigits: 2 });
    const facts = [filled(this.words.way_time, { seconds: number(way.milliseconds / 1000) }),
      filled(this.words.way_energy, { joules: number(way.joules), seconds: number(way.joules / BULB) })];
    if (way.obedience !== null) facts.push(filled(this.words.way_obeyed, { parts: Math.round(100 * way.obedience) }));
    return captioned(pictureOf(way.png, way.name), made("strong", "", way.name), ...facts.map((fact) => made("span", "", fact)));
  }
}
