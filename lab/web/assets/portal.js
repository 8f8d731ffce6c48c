/* Streamlit's own words exist in English alone. This gives them the page's language: whatever it draws is compared with
   the words in #streamlits-words, and the widgets that ask the browser for its language are told the page's.
   What our pages draw is left alone. It must run before Streamlit's program does. */
(() => {
  "use strict";

  const language = document.documentElement.lang;
  const locales = { sv: ["sv-SE", "sv"], en: ["en-GB", "en"] }[language] || [language];
  Object.defineProperty(navigator, "language", { get: () => locales[0] });
  Object.defineProperty(navigator, "languages", { get: () => locales });

  const words = new Map(Object.entries(JSON.parse(document.getElementById("streamlits-words").textContent)));
  if (words.size === 0) return;

  const ATTRIBUTES = ["aria-label", "placeholder", "title", "aria-roledescription"];
  const OURS = "[data-testid='stMarkdownContainer'], [data-testid='stHtml']";

  /* A word, or a word with something of ours after it: "Choose date, mars 2026". */
  function translated(text) {
    const trimmed = text.trim();
    if (words.has(trimmed)) return text.replace(trimmed, words.get(trimmed));
    const [, start, rest] = trimmed.match(/^([^,:]+)([,:] .*)$/s) || [];
    return words.has(start) ? words.get(start) + rest : text;
  }

  function translateText(node) {
    if (node.parentElement?.closest(OURS)) return;
    const text = translated(node.data);
    if (text !== node.data) node.data = text;
  }

  function translateAttribute(element, name) {
    const value = element.getAttribute(name);
    const text = value && translated(value);
    if (text !== value) element.setAttribute(name, text);
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

  const observer = new MutationObserver((changes) => changes.forEach(translateChange));
  const what = { subtree: true, childList: true, characterData: true, attributes: true, attributeFilter: ATTRIBUTES };
  observer.observe(document.documentElement, what);
})();
