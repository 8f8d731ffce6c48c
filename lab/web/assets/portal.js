/* Streamlit's own words exist in English alone. This gives them the page's language: whatever it draws is compared with
   the words in #portal-words, and the widgets that ask the browser for its language are told the page's.
   What our pages draw is left alone. It must run before Streamlit's program does. */
(() => {
  "use strict";

  const language = document.documentElement.lang;
  const locales = { sv: ["sv-SE", "sv"], en: ["en-GB", "en"] }[language] || [language];
  Object.defineProperty(navigator, "language", { get: () => locales[0] });
  Object.defineProperty(navigator, "languages", { get: () => locales });

  /* The portal lies at the root: without this Streamlit first looks for its server under each page's own address. */
  window.__streamlit = { BACKEND_BASE_URL: location.origin, MAIN_PAGE_BASE_URL: location.origin };

  const told = JSON.parse(document.getElementById("portal-words").textContent);
  const words = new Map(Object.entries(told.streamlit));

  const ATTRIBUTES = ["aria-label", "placeholder", "title", "aria-roledescription"];
  const OURS = ":is([data-testid='stMarkdownContainer'], [data-testid='stHtml']):not([data-testid='stFileUploaderDropzone'] *)";

  /* A word, or one with a number in it: "Select 5 matches". */
  function known(word) {
    if (words.has(word)) return words.get(word);
    const [number] = word.match(/[0-9]+/) || [];
    return number && words.get(word.replace(number, "{count}"))?.replace("{count}", number);
  }

  /* Such a word, or one with something of ours after it: "Choose date, mars 2026", "10MB per file • CSV",
     "Remove Måla med AI". */
  function translated(text) {
    const trimmed = text.trim();
    const whole = known(trimmed);
    if (whole) return text.replace(trimmed, whole);
    const [, start, rest] = trimmed.match(/^([^,:•]+?)([,:] .*| •.*)$/s) || [];
    const begun = start && known(start);
    if (begun) return begun + rest;
    const [, verb, what] = trimmed.match(/^(Remove) (.+)$/s) || [];
    return verb && words.has(verb) ? `${words.get(verb)} ${what}` : text;
  }

  function translateText(node) {
    if (node.parentElement?.closest(OURS)) return;
    const text = translated(node.data);
    if (text !== node.data) node.data = text;
  }

  function translateAttribute(element, name) {
    const value = element.getAttribute(name);
    if (value) put(element, name, translated(value));
  }

  /* Only what is new is written, because writing is itself a change that we are told of. */
  function put(element, name, value) {
    if (element.getAttribute(name) !== value) element.setAttribute(name, value);
  }

  function translateAll(root) {
    if (root.nodeType === Node.TEXT_NODE) return translateText(root);
    if (root.nodeType !== Node.ELEMENT_NODE) return;
    const texts = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) translateText(texts.currentNode);
    for (const name of ATTRIBUTES) {
      translateAttribute(root, name);
      root.querySelectorAll(`[${name}]`).forEach((element) => translateAttribute(element, name));
    }
  }

  function translateChange(change) {
    if (change.type === "attributes") return translateAttribute(change.target, change.attributeName);
    if (change.type === "characterData") return translateText(change.target);
    change.addedNodes.forEach(translateAll);
  }

  /* The menu is made of Streamlit's links, which say neither that they are a menu nor which page this is. */
  function markMenu() {
    const menu = document.querySelector(".st-key-menu");
    if (!menu) return;
    put(menu, "role", "navigation");
    put(menu, "aria-label", told.menu);
    for (const link of menu.querySelectorAll("a")) {
      put(link, "aria-current", link.pathname === location.pathname ? "page" : "false");
    }
    showCurrent(menu);
  }

  /* On a phone the menu is a line that is pushed sideways: the page that one is on stands in the middle of it. */
  let shown = null;
  function showCurrent(menu) {
    const current = menu.querySelector('[aria-current="page"]');
    if (!current || shown === current) return;
    shown = current;
    const [line, here] = [menu, current].map((one) => one.getBoundingClientRect());
    menu.scrollLeft += here.left - line.left - (line.width - here.width) / 2;
  }

  /* Streamlit's link from a page to itself leaves what stands after the question mark in the address, and the next click
     brings it back. From such an address the menu's link is followed as any other. */
  function leaveTheQuery(event) {
    const link = event.target.closest?.(".st-key-menu a");
    const plain = !(event.ctrlKey || event.metaKey || event.shiftKey || event.button);
    if (!link || !plain || link.pathname !== location.pathname || !location.search) return;
    event.preventDefault();
    event.stopPropagation();
    location.assign(link.pathname);
  }
  document.addEventListener("click", leaveTheQuery, true);

  const observer = new MutationObserver((changes) => {
    if (words.size > 0) changes.forEach(translateChange);
    markMenu();
  });
  const what = { subtree: true, childList: true, characterData: true, attributes: true, attributeFilter: ATTRIBUTES };
  observer.observe(document.documentElement, what);
})();
