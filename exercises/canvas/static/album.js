// The picture's own history: the last pictures of this visit, in this page's memory only.

const ALBUM = 12;

class Album {
  constructor(page) {
    this.page = page;
    this.pictures = []; // {order, source}, the newest first
  }

  add(order, source) {
    const same = (one) => one.map === order.map && one.style === order.style && one.seed === order.seed && !one.finish === !order.finish;
    this.pictures = [{ order, source }, ...this.pictures.filter((one) => !same(one.order))].slice(0, ALBUM);
    this.show();
  }

  show() {
    const strip = this.page.find(".vk-album");
    strip.hidden = this.pictures.length < 2;
    strip.querySelectorAll("button").forEach((button) => button.remove());
    strip.append(...this.pictures.map((picture, at) => this.button(picture, at)));
  }

  button(picture, at) {
    const image = made("img", "");
    Object.assign(image, { src: picture.source, alt: "" });
    const button = named(made("button", "vk-start", image), filled(this.page.words.album_one, { number: at + 1, count: this.pictures.length }));
    button.type = "button";
    button.addEventListener("click", () => this.page.goBackTo(picture));
    return button;
  }
}
