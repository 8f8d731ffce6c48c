"use strict";

// The camera at the door, where the browser can read codes; elsewhere the code is written.
const camera = document.getElementById("camera");
const viewer = document.getElementById("viewer");
if ("BarcodeDetector" in window && navigator.mediaDevices) {
  camera.hidden = false;
  camera.addEventListener("click", look);
}

async function look() {
  try {
    const detector = new BarcodeDetector({ formats: ["qr_code"] });
    viewer.srcObject = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
    viewer.hidden = false;
    await viewer.play();
    say(words.point);
    let last = "";
    setInterval(async () => {
      const [found] = await detector.detect(viewer).catch(() => []);
      if (!found || found.rawValue === last) return;
      last = found.rawValue;
      note(last.slice(0, 64));
    }, 300);
  } catch {
    say(words.noCamera);
  }
}
