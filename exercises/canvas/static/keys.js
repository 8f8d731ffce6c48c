// Shortcuts for those who have a keyboard.

const TOOL_KEYS = { b: "brush", f: "fill", l: "line", s: "stamp", e: "eraser" };

function listenForKeys(page) {
  const commands = { z: "undo", y: "redo", n: "another", m: "mirror", c: "compare" };
  document.addEventListener("keydown", (event) => {
    const elsewhere = page.panel.box.open || page.waiting.end; // the panel lies over the page, or the leader's pause
    if (event.target.matches?.("input[type=text], textarea, select") || event.altKey || elsewhere) return;
    const key = event.key.toLowerCase();
    if (event.ctrlKey || event.metaKey) {
      if (key !== "z" && key !== "y") return;
      event.preventDefault();
      page[key === "y" || event.shiftKey ? "redo" : "undo"]();
    } else if (TOOL_KEYS[key]) page.palette.chooseTool(TOOL_KEYS[key]);
    else if ("12345".includes(key)) page.palette.chooseSize(Number(key) - 1);
    else if (commands[key]) page[commands[key]]();
  });
  // The focus ring is for those who use the keyboard; a hand on the map sees the brush.
  document.addEventListener("pointerdown", () => { page.root.dataset.hand = "pointer"; }, true);
  document.addEventListener("keydown", () => { page.root.dataset.hand = "keys"; }, true);
}
