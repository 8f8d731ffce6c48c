// The picture beside the map. One request is under way at a time, and the newest map wins.

const MEASURE = "verkstad: stroke to picture"; // performance.getEntriesByName(MEASURE) gives each, in milliseconds
const MEASURES = 500;

class Result {
  constructor(page) {
    Object.assign(this, { page, root: page.root, setup: page.setup, ask: page.ask, words: page.words });
    this.version = 0; // counts every change of map, style or seed
    this.sent = 0;
    this.visit = 0; // counts how often an earlier picture was gone back to
    this.shown = null; // the order that gave the picture on show
    this.whole = true; // false while the picture on show is a small one of a stroke
    this.rest = ""; // what is told when nothing is under way
    this.aside = ""; // what is told once, in place of the next picture's number
    this.wait = 40; // milliseconds between two requests, as the portal wishes
    this.saved = this.setup.saved;
    this.unsent = []; // when each change came that no request holds yet
    this.durations = [];
    this.find('[data-do="save"]').hidden = !this.setup.keeps; // there is a gallery only in a session
    this.showMine();
  }

  find(selector) {
    return this.page.find(selector);
  }

  // Map, style or seed is another: paint it, now or when the picture under way is there.
  changed() {
    this.version++;
    this.unsent.push(performance.now());
    this.pump();
  }

  // The brush rests: a small picture gives way to a whole one.
  rested() {
    if (!this.whole && !this.asking) this.changed();
    else if (!this.asking) this.keepInAlbum();
  }

  async pump() {
    if (this.asking) return;
    this.asking = true;
    while (this.sent !== this.version) {
      this.sent = this.version;
      const order = this.page.order(), changes = this.unsent.splice(0);
      const until = pause(this.wait), visit = this.visit;
      const answer = await this.page.waiting.patiently(this.ask("paint", order), false, (standing) => this.showStanding(standing));
      this.find(".vk-progress").hidden = true;
      if (answer?.png && visit === this.visit) await this.showLive(answer, order, changes);
      else if (!answer?.png) await this.goOn(answer);
      await until;
    }
    this.asking = false;
  }

  async showLive(answer, order, changes) {
    this.wait = answer.wait;
    this.whole = answer.whole;
    await this.showPicture(answer, order);
    this.measure(changes);
    if (!answer.whole && !this.page.moving) this.version++;
    if (this.sent === this.version && !this.page.moving) this.keepInAlbum();
  }

  // No picture came. What was not the youth's doing is tried again by itself.
  async goOn(answer) {
    if (answer?.error) return this.tell(answer.error, answer.hint);
    if (answer?.paused || answer?.stopped) await this.page.waiting.over;
    else if (answer?.replaced) await pause(300 + 600 * Math.random()); // another tab of the same seat was quicker
    else {
      this.tell(this.words.lost);
      await pause(3000);
    }
    if (this.sent === this.version) this.version++;
  }

  showStanding(standing) {
    this.say(this.page.waiting.sentence(standing));
    const bar = this.find(".vk-progress");
    bar.hidden = !standing.ready || !(standing.steps > 1);
    if (standing.steps) bar.firstElementChild.style.width = `${(100 * standing.step) / standing.steps}%`;
  }

  async showPicture(answer, order) {
    const picture = this.find(".vk-picture img"), next = new Image();
    Object.assign(next, { src: `data:image/png;base64,${answer.png}`, alt: picture.alt });
    await next.decode();
    picture.replaceWith(next);
    this.find(".vk-mark").hidden = this.find(".vk-corner").hidden = false;
    this.shown = order;
    this.find(".vk-error").hidden = true;
    for (const name of ["download", "save", "finish", "inside", "honesty"]) this.find(`[data-do="${name}"]`).disabled = false;
    this.find('[data-do="finish"]').disabled = Boolean(order.finish || this.finishing);
    this.find('[data-do="save"] span').textContent = this.words.save;
    const told = order.finish ? this.words.finished : this.words.shown;
    const seconds = decimal(answer.milliseconds / 1000, this.setup.language);
    this.rest = this.aside || [filled(told, { seed: order.seed, seconds }), answer.note].filter(Boolean).join(". ");
    this.aside = "";
    this.say(this.rest);
    this.page.sideBySide.draw();
    this.root.dataset.pictures = Number(this.root.dataset.pictures || 0) + 1;
  }

  keepInAlbum() {
    if (this.shown) this.page.album.add(this.shown, this.find(".vk-picture img").src);
  }

  // A picture of this visit is shown again, without being painted anew.
  async showAgain({ order, source }) {
    this.sent = ++this.version;
    this.visit++; // what is under way comes too late
    this.unsent = [];
    this.whole = true;
    await this.showPicture({ png: source.split(",")[1], milliseconds: 0 }, order);
    this.say(this.rest = this.words.again);
  }

  // How long from each change until a picture that holds it stood there. The measure tells of the oldest change; the
  // median and the 95th of 100 of all changes are on the page, where a bench reads them.
  measure(changes) {
    if (!changes.length) return;
    const now = performance.now();
    performance.measure(MEASURE, { start: changes[0], end: now, detail: { changes: changes.length, newest: now - changes.at(-1) } });
    if (performance.getEntriesByName(MEASURE).length > MEASURES) performance.clearMeasures(MEASURE);
    this.durations = [...this.durations, ...changes.map((change) => now - change)].slice(-MEASURES);
    const sorted = [...this.durations].sort((one, other) => one - other);
    const at = (part) => Math.round(sorted[Math.min(sorted.length - 1, Math.floor(part * sorted.length))]);
    Object.assign(this.root.dataset, { half: at(0.5), most: at(0.95) });
  }

  // The same map in more steps. The brush may go on meanwhile: then the finished picture waits among the last ones.
  async finish() {
    const order = { ...this.page.order(), moving: false, finish: true, words: this.find("#vk-words").value };
    const version = this.version;
    this.finishing = true;
    this.find('[data-do="finish"]').disabled = true;
    const answer = await this.page.waiting.patiently(this.ask("finish", order), true, (standing) => {
      if (!this.asking) this.showStanding(standing);
    });
    this.finishing = false;
    this.find(".vk-progress").hidden = true;
    this.find('[data-do="finish"]').disabled = false;
    if (!this.asking) this.say(this.rest);
    if (answer?.png && version === this.version) {
      await this.showPicture(answer, order);
      this.keepInAlbum();
    } else if (answer?.png) this.page.album.add(order, `data:image/png;base64,${answer.png}`);
    else this.refused(answer);
  }

  async save() {
    const button = this.find('[data-do="save"]');
    button.disabled = true;
    const answer = await this.ask("save", this.shown);
    if (answer?.id) {
      this.saved = [answer.id, ...this.saved];
      button.lastElementChild.textContent = this.words.saved;
      this.showMine();
    } else {
      button.disabled = false;
      this.refused(answer);
    }
  }

  async download() {
    const answer = await this.ask("download", this.shown);
    if (!answer?.png) return this.refused(answer);
    const link = document.createElement("a");
    const bytes = Uint8Array.from(atob(answer.png), (letter) => letter.charCodeAt(0));
    link.href = URL.createObjectURL(new Blob([bytes], { type: "image/png" }));
    link.download = answer.name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10000);
  }

  // Tells why something was not done; a pause has its own screen.
  refused(answer) {
    if (answer?.paused || answer?.stopped) return;
    this.tell(answer?.error ?? (answer?.replaced ? this.words.busy : this.words.lost), answer?.hint);
  }

  showMine() {
    this.find(".vk-mine").hidden = !this.saved.length;
    this.find(".vk-saved").replaceChildren(...this.saved.map((id, at) => {
      const picture = made("img", "");
      picture.src = `/pictures/${id}.png`;
      picture.alt = filled(this.words.one_of_mine, { number: this.saved.length - at });
      const link = made("a", "", picture, made("span", "vk-mark", this.words.mark));
      Object.assign(link, { href: picture.src, target: "_blank" });
      return link;
    }));
  }

  say(text) {
    this.find(".vk-status").textContent = text || "";
  }

  tell(error, hint) {
    this.say("");
    const place = this.find(".vk-error");
    place.textContent = [error, hint].filter(Boolean).join(" ");
    place.hidden = false;
  }
}
