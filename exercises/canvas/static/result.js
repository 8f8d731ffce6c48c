// The picture beside the map. One request is under way at a time, and the newest map wins.

const SHORTEST_WAIT = 120; // milliseconds between two requests while a stroke goes on
const PATIENCE = 700; // milliseconds before the page tells that it waits

class Result {
  // `order` gives what is to be painted now: {map, style, seed}.
  constructor(root, setup, ask, order) {
    Object.assign(this, { root, setup, ask, order, words: setup.words });
    this.version = 0; // counts every change of map, style or seed
    this.sent = 0;
    this.shown = null; // the order that gave the picture on show
    this.rest = ""; // what is told when nothing is under way
    this.saved = setup.saved;
    this.find('[data-do="save"]').hidden = !setup.keeps; // there is a gallery only in a session
    this.showMine();
  }

  find(selector) {
    return this.root.querySelector(selector);
  }

  // Map, style or seed is another: paint it, now or when the picture under way is there.
  changed() {
    this.version++;
    this.pump();
  }

  async pump() {
    if (this.asking) return;
    this.asking = true;
    while (this.sent !== this.version) {
      this.sent = this.version;
      const order = this.order(), until = pause(SHORTEST_WAIT);
      const answer = await this.patiently(this.ask("paint", order));
      if (answer?.png) await this.showPicture(answer, order);
      else if (answer?.error) this.tell(answer.error, answer.hint);
      else if (!answer?.replaced) this.tell(this.words.lost);
      await until;
    }
    this.asking = false;
  }

  // Tells calmly what is going on when an answer takes its time.
  async patiently(promise) {
    let waiting = true;
    const done = promise.finally(() => { waiting = false; });
    (async () => {
      await pause(PATIENCE);
      while (waiting) {
        const standing = await this.ask("standing", {});
        if (waiting && standing) this.showStanding(standing);
        await pause(PATIENCE);
      }
    })();
    const answer = await done;
    this.find(".vk-progress").hidden = true;
    return answer;
  }

  showStanding({ ready, place, step, steps }) {
    if (!ready) this.say(this.words.starting);
    else if (place) this.say(filled(this.words.queue, { place }));
    else this.say(this.words.painting);
    const bar = this.find(".vk-progress");
    bar.hidden = !ready || !steps;
    if (steps) bar.firstElementChild.style.width = `${(100 * step) / steps}%`;
  }

  async showPicture(answer, order) {
    const picture = this.find(".vk-picture img"), next = new Image();
    next.src = `data:image/png;base64,${answer.png}`;
    await next.decode();
    picture.src = next.src;
    picture.hidden = this.find(".vk-mark").hidden = false;
    this.shown = order;
    this.find(".vk-error").hidden = true;
    this.find('[data-do="download"]').disabled = false;
    this.find('[data-do="save"]').disabled = false;
    this.find('[data-do="save"] span').textContent = this.words.save;
    this.rest = filled(this.words.shown, { seed: order.seed, seconds: decimal(answer.milliseconds / 1000, this.setup.language) });
    this.say(this.rest);
    this.root.dataset.pictures = Number(this.root.dataset.pictures || 0) + 1;
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
      if (!answer?.replaced) this.tell(answer?.error ?? this.words.lost, answer?.hint);
    }
  }

  async download() {
    const answer = await this.ask("download", this.shown);
    if (!answer?.png) return void (answer?.replaced || this.tell(answer?.error ?? this.words.lost, answer?.hint));
    const link = document.createElement("a");
    const bytes = Uint8Array.from(atob(answer.png), (letter) => letter.charCodeAt(0));
    link.href = URL.createObjectURL(new Blob([bytes], { type: "image/png" }));
    link.download = answer.name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10000);
  }

  showMine() {
    this.find(".vk-mine").hidden = !this.saved.length;
    this.find(".vk-strip").replaceChildren(...this.saved.map((id, at) => {
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
