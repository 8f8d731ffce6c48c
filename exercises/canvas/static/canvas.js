// The page: what a hand does becomes a map, step by step, every step can be undone, and the picture follows.

const STEPS_BACK = 60;

class Page {
  constructor(root, setup, server) {
    Object.assign(this, { root, setup, words: setup.words });
    this.ask = asker(server, (answer, all) => this.waiting.hear(answer, all));
    this.map = new LabelMap(setup.size);
    this.history = new History(STEPS_BACK);
    this.dress();
    const tiles = setup.materials.map(tile);
    this.surface = new Surface(this.find(".vk-surface canvas"), this.map, tiles);
    this.waiting = new Waiting(this);
    this.album = new Album(this);
    this.sideBySide = new Compare(this);
    this.hand = new Hand(this);
    this.result = new Result(this);
    this.palette = new Palette(this, tiles);
    this.light = new Light(this);
    const views = { honesty: new Honesty(this), steps: new Steps(this), learnt: new Learnt(this), ways: new Ways(this) };
    this.panel = new Panel(this, views);
    this.begin(remembered(setup));
    this.listen();
    root.dataset.state = "ready";
  }

  find(selector) {
    return this.root.querySelector(selector);
  }

  dress() {
    const { setup, words } = this;
    dress(this.root, words);
    document.documentElement.lang = setup.language;
    document.title = `${words.title} · Verkstad`;
    this.find(".vk-back").href = setup.home;
    this.find(".vk-demo").textContent = setup.demo;
    this.find(".vk-demo").hidden = !setup.demo;
  }

  begin(kept) {
    this.map.fromText(kept.map);
    Object.assign(this.history, { past: kept.past, future: kept.future });
    this.seed = kept.seed;
    this.light.set(kept.style);
    this.palette.chooseMaterial(9);
    this.palette.chooseSize(2);
    this.find(".vk-invite").hidden = kept.past.length > 0;
    this.surface.show(this.map.all());
    this.remember();
  }

  listen() {
    for (const button of this.root.querySelectorAll("[data-do]")) {
      button.addEventListener("click", () => this[button.dataset.do]());
    }
    this.find(".vk-back").addEventListener("click", (event) => this.leave(event));
    listenForKeys(this);
  }

  // --- map, light and chance make a picture -------------------------------------------------------------------------

  get moving() {
    return Boolean(this.hand.stroke || this.light.sliding);
  }

  order() {
    return { map: this.map.toText(), style: this.light.key, seed: this.seed, moving: this.moving };
  }

  // The map in this box, or what else makes the picture, is another.
  changed(box) {
    this.surface.show(box);
    this.result.changed();
  }

  // The hand has left the map or the slider.
  rest() {
    this.result.rested();
    this.remember();
  }

  remember() {
    this.find('[data-do="undo"]').disabled = !this.history.past.length;
    this.find('[data-do="redo"]').disabled = !this.history.future.length;
    keep(this);
  }

  // Whoever has begun need not be asked to.
  invited() {
    this.find(".vk-invite").hidden = true;
  }

  // --- steps --------------------------------------------------------------------------------------------------------

  finishStep(before) {
    if (this.map.toText() !== before) this.history.add(before);
    this.rest();
  }

  replace(text) {
    this.invited();
    const before = this.map.toText();
    this.map.fromText(text);
    this.changed(this.map.all());
    this.finishStep(before);
  }

  travel(text) {
    if (text === null || this.hand.stroke) return;
    this.map.fromText(text);
    this.changed(this.map.all());
    this.rest();
  }

  undo() { if (!this.hand.stroke) this.travel(this.history.back(this.map.toText())); }
  redo() { if (!this.hand.stroke) this.travel(this.history.forth(this.map.toText())); }

  clear() {
    this.result.aside = this.words.ground_rule;
    this.replace(this.setup.maps.at(-1).map);
  }

  // An earlier picture of this visit, with the map, light and chance that gave it.
  goBackTo(picture) {
    if (this.hand.stroke) return;
    const before = this.map.toText(), { map, style, seed } = picture.order;
    this.map.fromText(map);
    this.surface.show(this.map.all());
    if (map !== before) this.history.add(before);
    this.seed = seed;
    this.light.set(style, false);
    this.remember();
    this.result.showAgain(picture);
  }

  // --- the buttons --------------------------------------------------------------------------------------------------

  save() { this.result.save(); }
  download() { this.result.download(); }
  finish() { this.result.finish(); }
  compare() { this.sideBySide.toggle(); }
  enlarge() { this.sideBySide.enlarge(); }
  inside() { this.panel.open("steps"); }
  honesty() { this.panel.open("honesty"); }

  another() {
    this.seed = 1 + Math.floor(Math.random() * 9999);
    this.changed(null);
    this.rest();
  }

  mirror() {
    this.hand.mirrored = !this.hand.mirrored;
    this.find('[data-do="mirror"]').setAttribute("aria-pressed", String(this.hand.mirrored));
    this.find(".vk-surface").dataset.mirror = this.hand.mirrored;
  }

  async leave(event) {
    event.preventDefault();
    const link = event.currentTarget.href;
    await Promise.race([this.ask("leave", {}), pause(800)]);
    location.href = link;
  }
}

// Calls one of the portal's functions and lets `hear` hear each answer. A seat that no longer holds leads to the page
// that says so.
function asker(server, hear = () => {}) {
  return async (name, order) => {
    let answer;
    try { answer = await server[name](order); } catch { answer = undefined; }
    if (answer?.gone) forget();
    if (answer?.gone) location.reload();
    if (answer === undefined && (await fetch(location.pathname, { method: "HEAD" }).catch(() => null))?.status === 401) {
      location.reload();
    }
    hear(answer, name === "standing");
    return answer;
  };
}

async function start(element, server) {
  const ask = asker(server), root = element.querySelector(".vk");
  let setup = await ask("open_page", {});
  while (!setup?.words) {
    await pause(1500);
    setup = await ask("open_page", {});
  }
  new Page(root, setup, server);
}
