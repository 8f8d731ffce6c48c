// The picture by itself: the map under it with a line to drag, and as large as the screen.

class Compare {
  constructor(page) {
    this.page = page;
    this.under = page.find(".vk-under");
    this.line = page.find(".vk-divide");
    this.line.addEventListener("input", () => this.divide());
    document.addEventListener("keydown", (event) => { if (event.key === "Escape" && this.large) this.enlarge(); });
    document.addEventListener("fullscreenchange", () => { if (!document.fullscreenElement && this.large) this.enlarge(); });
  }

  // Show or hide the map that gave the picture on show.
  toggle() {
    if (!this.page.result.shown) return;
    this.on = !this.on;
    this.under.hidden = this.line.hidden = !this.on;
    this.press("compare", this.on);
    this.draw();
  }

  // Another picture is on show.
  draw() {
    const order = this.page.result.shown;
    if (!this.on || !order) return;
    mapPictureOf(order.map, this.page.setup.size, this.page.setup.materials, this.under);
    this.divide();
  }

  divide() {
    const part = Number(this.line.value);
    this.under.style.clipPath = `inset(0 ${100 - part}% 0 0)`;
    this.page.find(".vk-picture").style.setProperty("--divide", `${part}%`);
  }

  async enlarge() {
    this.large = !this.large;
    const square = this.page.find(".vk-picture");
    square.classList.toggle("vk-large", this.large);
    this.press("enlarge", this.large);
    // Where a browser has no full screen the picture still fills the page.
    if (this.large) await square.requestFullscreen?.().catch(() => {});
    else if (document.fullscreenElement) await document.exitFullscreen();
  }

  press(name, on) {
    this.page.find(`[data-do="${name}"]`).setAttribute("aria-pressed", String(Boolean(on)));
  }
}
