// While something is waited for: the place in the queue, the steps done, and the leader's pause.

const PATIENCE = 700; // milliseconds before the page tells that it waits
const HEARTBEAT = 4000; // milliseconds between two questions whether the leader has paused

class Waiting {
  constructor(page) {
    Object.assign(this, { page, words: page.words });
    this.over = Promise.resolve(); // settles when no pause holds
    this.listen();
  }

  async listen() {
    for (;;) {
      await pause(this.end ? HEARTBEAT / 2 : HEARTBEAT);
      if (!document.hidden) await this.page.ask("standing", {});
    }
  }

  // Every answer of the portal passes here; `all` where it tells everything that the leader has said.
  hear(answer, all) {
    if (answer?.paused || answer?.stopped) this.hold(answer.paused ? "paused" : "stopped");
    else if (all && answer) this.release();
    if (all && answer) this.page.find(".vk-words").hidden = !answer.free_text;
  }

  hold(why) {
    const screen = this.page.find(".vk-pause");
    if (!this.end) this.over = new Promise((done) => { this.end = done; });
    if (screen.dataset.why === why && !screen.hidden) return;
    screen.dataset.why = why;
    screen.querySelector(".vk-pause-title").textContent = this.words[why];
    screen.querySelector(".vk-pause-text").textContent = this.words[`${why}_text`];
    this.page.panel.close();
    for (const part of this.page.root.children) part.inert = part !== screen;
    screen.hidden = false;
  }

  release() {
    if (!this.end) return;
    this.page.find(".vk-pause").hidden = true;
    for (const part of this.page.root.children) part.inert = false;
    this.end();
    this.end = null;
  }

  // Waits for an answer, and tells by `told(standing)` what is going on when it takes its time.
  async patiently(promise, look, told) {
    let waiting = true;
    const done = promise.finally(() => { waiting = false; });
    (async () => {
      await pause(PATIENCE);
      while (waiting) {
        const standing = await this.page.ask("standing", { look });
        if (waiting && standing) told(standing);
        await pause(PATIENCE);
      }
    })();
    return done;
  }

  // What is going on, in words.
  sentence({ ready, place, step, steps }) {
    if (!ready) return this.words.starting;
    if (place) return filled(this.words.queue, { place });
    return steps > 1 ? filled(this.words.step, { step, steps }) : this.words.painting;
  }
}
