"use strict";
// What the terminal's own script leaves to its page: why a window was closed, the focus, and keys that are the browser's.

// the address has to be whole, and its origin that of the page
document.addEventListener("DOMContentLoaded", () => {
  const terminal = document.getElementById("terminal");
  terminal.dataset.sessionWebsocketUrl = `ws://${location.host}${terminal.dataset.sessionWebsocketUrl}`;
  document.getElementById("again").addEventListener("click", () => location.reload());
  const reasons = JSON.parse(document.body.dataset.reasons);
  document.addEventListener("optsim-closed", (event) => {
    document.body.classList.add("-closed");
    document.getElementById("reason").textContent = reasons[event.detail] ?? reasons[4000];
    document.getElementById("again").focus();
  });
  // before the connection is open the script fails at a focus
  new MutationObserver((_, observer) => {
    if (document.body.classList.contains("-first-byte")) {
      document.querySelector(".xterm-helper-textarea")?.focus();
      observer.disconnect();
    }
  }).observe(document.body, { attributes: true, attributeFilter: ["class"] });
});

// a message has an end, and a paste may be longer; the last part is no short one, so that no key of several letters is cut
const PART = 4096;
function* parts(text) {
  while (text.length > 2 * PART) {
    const end = /[\uD800-\uDBFF]/.test(text[PART - 1]) ? PART - 1 : PART;
    yield text.slice(0, end);
    text = text.slice(end);
  }
  yield text;
}

const Socket = window.WebSocket;
window.WebSocket = class extends Socket {
  constructor(...settings) {
    super(...settings);
    this.addEventListener("close", (event) => {
      document.dispatchEvent(new CustomEvent("optsim-closed", { detail: event.code }));
    });
  }

  send(data) {
    if (data.length <= 2 * PART) { super.send(data); return; }
    const [kind, text] = JSON.parse(data);
    for (const part of parts(text)) super.send(JSON.stringify([kind, part]));
  }
};

// nothing is opened or loaded beside the page
window.open = () => null;

// ctrl+c copies what is selected and does not end the app, ctrl+v pastes: as everywhere in a browser
window.addEventListener("keydown", (event) => {
  if ((event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey && ["c", "v"].includes(event.key.toLowerCase())) {
    event.stopImmediatePropagation();
  }
}, true);
