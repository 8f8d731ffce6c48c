// The panel over the page: looks at the picture on show, one view at a time. Each view asks the portal once for each picture.

class Panel {
  // `views`: name to {title, verb, show(answer)}, which gives the nodes to show.
  constructor(page, views) {
    Object.assign(this, { page, views, words: page.words });
    this.box = page.find(".vk-panel");
    this.body = page.find(".vk-panel-body");
    this.names = Object.keys(views);
    this.answers = new Map();
    const tabs = this.names.map((name) => made("button", "vk-tab", this.words[views[name].title]));
    this.mark = choices(page.find(".vk-tabs"), tabs, (number) => this.show(this.names[number]));
    page.find("[data-close]").addEventListener("click", () => this.close());
    this.box.addEventListener("click", (event) => { if (event.target === this.box) this.close(); });
  }

  open(name) {
    const { map, style, seed, finish, words } = this.page.result.shown;
    const order = { map, style, seed, finish, words };
    if (JSON.stringify(order) !== JSON.stringify(this.order)) this.answers.clear();
    this.order = order;
    this.picture = this.page.find(".vk-picture img").src;
    if (!this.box.open) this.box.showModal();
    this.mark(this.names.indexOf(name), false);
    this.show(name);
  }

  close() {
    if (this.box.open) this.box.close();
  }

  async show(name) {
    const view = this.views[name], { answers } = this, ticket = (this.ticket = {});
    this.page.find("#vk-panel-title").textContent = this.words[view.title];
    if (!answers.has(name)) {
      this.say(this.words.looking);
      const asked = this.page.ask(view.verb, this.order), order = this.order;
      const answer = await this.page.waiting.patiently(asked, true, (standing) => {
        if (ticket === this.ticket) this.say(this.page.waiting.sentence(standing));
      });
      const failed = !answer || answer.error || answer.replaced || answer.paused || answer.stopped;
      if (!failed && order === this.order) answers.set(name, answer);
      if (ticket !== this.ticket) return; // another view has been chosen meanwhile
      if (failed) return this.refuse(name, answer);
    }
    this.body.replaceChildren(...view.show(answers.get(name)));
  }

  say(text) {
    const told = paragraph(text, "vk-panel-wait");
    told.setAttribute("role", "status");
    this.body.replaceChildren(told);
  }

  refuse(name, answer) {
    this.say([answer?.error ?? this.words.lost_look, answer?.hint].filter(Boolean).join(" "));
    const again = made("button", "vk-again", this.words.try_again);
    again.type = "button";
    again.addEventListener("click", () => this.show(name));
    this.body.append(again);
  }
}

// A picture with its name under it.
function captioned(picture, ...under) {
  return made("figure", "", picture, made("figcaption", "", ...under));
}

function pictureOf(png, alt) {
  const image = made("img", "");
  Object.assign(image, { src: png.startsWith("data:") ? png : `data:image/png;base64,${png}`, alt });
  return image;
}

function paragraph(text, className = "") {
  return made("p", className, text);
}
