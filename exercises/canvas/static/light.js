// The light and season of the picture: one style, or two blended.

class Light {
  constructor(page) {
    Object.assign(this, { page, styles: page.setup.styles, words: page.words });
    this.first = this.second = this.part = 0;
    this.slider = page.find(".vk-morph input");
    this.select = page.find(".vk-morph select");
    const buttons = this.styles.map((style) => made("button", "vk-style", icon(style.icon), made("span", "", style.name)));
    this.mark = choices(page.find(".vk-styles"), buttons, (number) => this.choose(number));
    this.select.append(...this.styles.map((style, number) => new Option(style.name, number)));
    this.select.addEventListener("change", () => {
      this.blend(Number(this.select.value), this.part || 0.5);
      page.rest();
    });
    this.slider.addEventListener("input", () => {
      this.sliding = true;
      this.blend(this.second, this.slider.value / 100);
    });
    this.slider.addEventListener("change", () => {
      this.sliding = false;
      page.rest();
    });
  }

  // The style as a painting takes it: "noon", or "noon:0.3:dusk" for 30 % dusk.
  get key() {
    const [first, second] = [this.styles[this.first].key, this.styles[this.second].key];
    return this.part && first !== second ? `${first}:${this.part.toFixed(2)}:${second}` : first;
  }

  // One style by itself. What it can be blended with stays as it was, unless it is itself.
  choose(number) {
    this.first = number;
    this.blend(this.second === number ? (number + 3) % this.styles.length : this.second, 0);
    this.page.rest();
  }

  blend(second, part) {
    Object.assign(this, { second, part });
    this.show();
    this.page.changed(null);
  }

  // Take a key as it was kept or suggested. The picture need not be painted where `tell` is false.
  set(key, tell = true) {
    const [first, part, second] = key.split(":");
    const at = (name) => Math.max(0, this.styles.findIndex((style) => style.key === name));
    this.first = at(first);
    this.mark(this.first, false);
    this.second = second ? at(second) : (this.first + 3) % this.styles.length;
    this.part = Number(part ?? 0);
    this.show();
    if (tell) this.page.changed(null);
  }

  show() {
    const parts = Math.round(100 * this.part);
    this.slider.value = parts;
    this.slider.setAttribute("aria-valuetext", filled(this.words.blended, { part: parts, light: this.styles[this.second].name }));
    this.select.value = this.second;
  }
}
