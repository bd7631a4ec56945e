// The player of a film: unrolls its cells (see reel.py), draws them on a canvas, and lets a person move through it.
"use strict";
(() => {
  const film = JSON.parse(document.getElementById("film").textContent);
  const { width, height, duration } = film;
  const part = Object.fromEntries(Array.from(document.querySelectorAll("[id]"), (node) => [node.id, node]));
  const FONTS = '"DejaVu Sans Mono", Menlo, Consolas, "Liberation Mono", "Noto Sans Mono CJK JP", "Hiragino Sans",' +
    ' "Yu Gothic", "MS Gothic", "VL Gothic", monospace';
  const SPEEDS = [0.25, 0.5, 0.75, 1, 1.5, 2, 3, 4];
  const KEY_EVERY = 64; // frames between two whole screens that are kept, for seeking
  const IDLE = 2500; // milliseconds without a hand until the bar goes, in full screen

  // ---- what is in the film

  const colour = (number) => "#" + number.toString(16).padStart(6, "0");
  const pens = film.pens.map(([ink, ground, style]) => ({
    ink: colour(ink), ground: colour(ground), font: (style & 2 ? "italic " : "") + (style & 1 ? "bold " : ""),
    underline: style & 4, strike: style & 8,
  }));
  const kinds = [];
  for (const [pen, texts] of film.cells) for (const text of texts) kinds.push({ text, pen: pens[pen], shapes: shapes(text) });
  const chapters = film.marks.map(([time, label], at) => ({ time, label: label || "Chapter " + (at + 1) }));
  const { times, changes, keys } = unroll();

  function shapes(text) {
    const dots = text.length === 1 ? text.charCodeAt(0) - 0x2800 : -1;
    if (dots < 0 || dots > 255) return film.shapes[text];
    return [[0, 0], [0, 1], [0, 2], [1, 0], [1, 1], [1, 2], [0, 3], [1, 3]]
      .filter((_, bit) => dots >> bit & 1).map(([x, y]) => [x / 2 + 0.25, y / 4 + 0.125]);
  }

  function unroll() {
    const values = new Map(Array.from(film.digits, (digit, value) => [digit.charCodeAt(0), value]));
    const longer = film.digits.length - film.short;
    let at = 0, clock = 0;
    const number = () => {
      const digit = values.get(film.frames.charCodeAt(at++));
      return digit < film.short ? digit : digit + longer * number();
    };
    const times = [], changes = [], keys = [], screen = new Uint32Array(width * height);
    while (at < film.frames.length) {
      times.push(clock += number());
      const change = [];
      let place = 0;
      for (let runs = number(); runs > 0; runs--) {
        const head = number();
        place += head >> 2;
        let length = (head & 3) + 1;
        if (length === 4) length += number();
        for (; length > 0; length--) change.push(place++, number());
      }
      changes.push(change);
      apply(screen, change);
      if (keys.length * KEY_EVERY === times.length - 1) keys.push(screen.slice());
    }
    return { times, changes, keys };
  }

  function apply(screen, change) {
    for (let i = 0; i < change.length; i += 2) screen[change[i]] = change[i + 1];
  }

  // the number of the frame shown at a time
  function frameAt(time) {
    let low = 0, high = times.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (times[middle] <= time) low = middle; else high = middle - 1;
    }
    return low;
  }

  function screenOf(frame) {
    const key = Math.floor(frame / KEY_EVERY), screen = keys[key].slice();
    for (let i = key * KEY_EVERY + 1; i <= frame; i++) apply(screen, changes[i]);
    return screen;
  }

  function textOf(screen) {
    const lines = [];
    for (let y = 0; y < height; y++) {
      let line = "";
      for (let x = 0; x < width; x++) line += kinds[screen[y * width + x]].text;
      lines.push(line);
    }
    return lines.join("\n");
  }

  // ---- drawing: every cell lies on whole pixels of the screen

  const pad = part.canvas.getContext("2d", { alpha: false });
  let wide, high, line, size, baseline; // of a cell, of a light line, of the font
  let drawn = null, frame = -1, screen = null;

  function layout() {
    const ratio = window.devicePixelRatio || 1, room = part.stage.getBoundingClientRect();
    wide = Math.max(3, Math.floor(room.width * ratio / width));
    high = Math.max(6, Math.floor(room.height * ratio / height));
    high = Math.min(high, Math.round(wide * 2.15));
    wide = Math.min(wide, Math.round(high * 0.54));
    line = Math.max(1, Math.round(high / 18));
    part.canvas.width = wide * width;
    part.canvas.height = high * height;
    part.canvas.style.width = wide * width / ratio + "px";
    part.canvas.style.height = high * height / ratio + "px";
    pad.font = "100px " + FONTS;
    const box = pad.measureText("M");
    size = Math.min(100 * wide / box.width, high * 0.88);
    const up = size * (box.fontBoundingBoxAscent || 93) / 100, down = size * (box.fontBoundingBoxDescent || 24) / 100;
    baseline = Math.round((high - up - down) / 2 + up);
    for (const kind of kinds) kind.squeeze = 0;
    drawn = null;
    paint();
  }

  // another screen, such as a projector, may have other pixels
  function watchPixels() {
    matchMedia(`(resolution: ${window.devicePixelRatio}dppx)`)
      .addEventListener("change", () => { layout(); watchPixels(); }, { once: true });
  }

  function paint() {
    const old = drawn;
    for (let i = 0; i < screen.length; i++) {
      if (old && old[i] === screen[i]) continue;
      const from = kinds[screen[i]].text === "" && i % width ? i - 1 : i;
      draw(from % width, Math.floor(from / width), kinds[screen[from]], kinds[screen[from + 1]]);
    }
    drawn = screen;
  }

  function draw(column, row, kind, next) {
    const x = column * wide, y = row * high, { pen, text } = kind;
    const span = next && next.text === "" && text && column + 1 < width ? 2 * wide : wide;
    pad.fillStyle = pen.ground;
    pad.fillRect(x, y, span, high);
    pad.fillStyle = pad.strokeStyle = pen.ink;
    if (kind.shapes) for (const shape of kind.shapes) drawShape(x, y, shape);
    else if (text.trim()) drawText(x, y, span, kind);
    if (pen.underline) pad.fillRect(x, y + Math.min(high - line, baseline + line), span, line);
    if (pen.strike) pad.fillRect(x, y + Math.round(baseline - size * 0.28), span, line);
  }

  function drawText(x, y, span, kind) {
    pad.save();
    pad.beginPath();
    pad.rect(x, y, span, high);
    pad.clip();
    pad.font = kind.pen.font + size + "px " + FONTS;
    pad.textAlign = "center";
    kind.squeeze ||= Math.min(1, span / pad.measureText(kind.text).width);
    pad.translate(x + span / 2, y + baseline);
    pad.scale(kind.squeeze, 1);
    pad.fillText(kind.text, 0, 0);
    pad.restore();
  }

  // edges, strokes and discs as in shapes.py: nine, five and two numbers
  const edge = (share, lines, size) =>
    lines ? Math.floor(Math.floor((size - line) / 2) + (lines + 0.5) * line) : Math.floor(share * size + 0.5);
  const inside = (share, size) => share === 0.5 ? Math.floor((size - line) / 2) + line / 2 : share * size;

  function drawShape(x, y, shape) {
    if (shape.length === 9) {
      const left = edge(shape[0], shape[1], wide), top = edge(shape[2], shape[3], high);
      pad.globalAlpha = shape[8];
      pad.fillRect(x + left, y + top, edge(shape[4], shape[5], wide) - left, edge(shape[6], shape[7], high) - top);
      pad.globalAlpha = 1;
      return;
    }
    pad.beginPath();
    if (shape.length === 2) {
      pad.arc(x + shape[0] * wide, y + shape[1] * high, 0.38 * Math.min(wide / 2, high / 4), 0, 7);
      pad.fill();
      return;
    }
    const [x1, y1, x2, y2] = shape.map((share, i) => i % 2 ? y + inside(share, high) : x + inside(share, wide));
    pad.lineWidth = line;
    pad.moveTo(x1, y1);
    if (shape[4]) pad.arcTo(x1, y2, x2, y2, Math.min(wide, high) / 2);
    pad.lineTo(x2, y2);
    pad.stroke();
  }

  // ---- time

  let asks = () => false, close = () => {}, judge = close; // what questions do, where the film has some
  let time = 0, speed = 1, playing = false, last = 0, idle = 0;

  function show() {
    const now = frameAt(time);
    if (now !== frame) {
      frame = now;
      screen = screenOf(frame);
      if (drawn) paint();
    }
    judge();
    const share = duration ? 100 * time / duration : 0, chapter = chapterAt(time);
    part.played.style.width = share + "%";
    part.clock.textContent = stamp(time) + " / " + stamp(duration);
    part.seek.setAttribute("aria-valuenow", Math.round(time));
    const label = chapter < 0 ? "" : chapters[chapter].label;
    part.seek.setAttribute("aria-valuetext", stamp(time) + (label && ", " + label));
    if (part.chapter.textContent !== label) {
      part.chapter.textContent = label;
      say(label);
      part.chapters.querySelectorAll("button").forEach((button, at) =>
        at === chapter ? button.setAttribute("aria-current", "true") : button.removeAttribute("aria-current"));
    }
    if (!playing) part.text.textContent = textOf(screen);
  }

  function tick(now) {
    if (!playing) return;
    // a page that was hidden goes on where it was; a frame may have begun before play was pressed, and none goes back
    const before = time;
    time = Math.min(duration, time + Math.min(Math.max(now - last, 0), 500) * speed);
    last = now;
    if (asks(before)) return;
    if (time >= duration) pause(); else requestAnimationFrame(tick);
    show();
    wake(false);
  }

  function play() {
    if (playing) return;
    if (time >= duration) time = 0;
    playing = true;
    part.poster.hidden = true;
    close();
    last = performance.now();
    button();
    requestAnimationFrame(tick);
    show();
  }

  function pause() {
    playing = false;
    button();
    show();
    wake(true);
  }

  function button() {
    part.player.classList.toggle("playing", playing);
    part.play.setAttribute("aria-label", playing ? "Pause" : "Play");
  }

  function seek(to) {
    close();
    time = Math.max(0, Math.min(duration, +to || 0));
    part.poster.hidden = true;
    show();
  }

  function setSpeed(to) {
    speed = SPEEDS.reduce((best, each) => Math.abs(each - to) < Math.abs(best - to) ? each : best);
    part.speed.value = speed;
    say("Speed " + speed);
  }

  const faster = (by) => setSpeed(SPEEDS[Math.max(0, Math.min(SPEEDS.length - 1, SPEEDS.indexOf(speed) + by))]);
  const chapterAt = (at) => chapters.findLastIndex((chapter) => chapter.time <= at);
  const toggle = () => playing ? pause() : play();

  function step(by) { // chapter by chapter; back goes to the start of this one first, unless it has only begun
    const now = chapterAt(time), begun = now >= 0 && time - chapters[now].time > 1000;
    const to = by > 0 ? now + 1 : begun ? now : now - 1;
    seek(to < 0 ? 0 : to < chapters.length ? chapters[to].time : duration);
  }

  function stamp(at) {
    const seconds = Math.floor(at / 1000), rest = String(seconds % 60).padStart(2, "0");
    return Math.floor(seconds / 60) + ":" + rest;
  }

  const say = (words) => { part.said.textContent = words; };

  function wake(moved) {
    const now = performance.now();
    if (moved) idle = now;
    part.player.classList.toggle("idle", playing && !!document.fullscreenElement && now - idle > IDLE);
  }

  // ---- hands

  function full() {
    if (document.fullscreenElement) document.exitFullscreen(); else part.player.requestFullscreen?.().catch(() => {});
  }

  function list() {
    part.chapters.hidden = !part.chapters.hidden;
    part.list.setAttribute("aria-expanded", String(!part.chapters.hidden));
  }

  const KEYS = {
    " ": toggle, k: toggle, f: full, c: list, Home: () => seek(0), End: () => seek(duration),
    ArrowLeft: (event) => seek(event.shiftKey ? times[Math.max(0, frame - 1)] : time - 5000),
    ArrowRight: (event) => seek(event.shiftKey ? times[frame + 1] ?? duration : time + 5000),
    "[": () => faster(-1), "]": () => faster(1), ",": () => step(-1), ".": () => step(1),
    PageUp: () => step(-1), PageDown: () => step(1),
  };

  document.addEventListener("keydown", (event) => {
    wake(true);
    const act = KEYS[event.key];
    if (!act || event.ctrlKey || event.altKey || event.metaKey) return;
    const own = event.target.closest("select, input") || (event.key === " " && event.target.closest("button"));
    if (own) return;
    event.preventDefault();
    if (event.shiftKey && event.key.startsWith("Arrow") && playing) pause();
    act(event);
  });

  function pointed(event) {
    const box = part.track.getBoundingClientRect();
    return duration * Math.max(0, Math.min(1, (event.clientX - box.left) / box.width));
  }

  function tip(at, label) {
    part.tip.textContent = stamp(at) + (label ? "  " + label : "");
    part.tip.style.left = (duration ? 100 * at / duration : 0) + "%";
  }

  part.seek.addEventListener("pointerdown", (event) => {
    if (event.target.closest("button")) return;
    part.seek.setPointerCapture(event.pointerId);
    seek(pointed(event));
  });
  part.seek.addEventListener("pointermove", (event) => {
    if (event.target.closest("button")) return;
    const at = pointed(event), chapter = chapterAt(at);
    tip(at, chapter < 0 ? "" : chapters[chapter].label);
    if (part.seek.hasPointerCapture(event.pointerId)) seek(at);
  });
  const click = (name, act) => part[name].addEventListener("click", act);
  click("canvas", toggle);
  click("poster", () => { play(); part.canvas.focus({ preventScroll: true }); });
  click("play", toggle);
  click("before", () => step(-1));
  click("behind", () => step(1));
  click("list", list);
  click("full", full);
  part.speed.addEventListener("change", () => setSpeed(+part.speed.value));
  document.addEventListener("pointermove", () => wake(true));
  document.addEventListener("fullscreenchange", () => wake(true));

  // ---- the page

  // QUESTIONS
  for (const each of SPEEDS) part.speed.add(new Option(each + "×", each));
  for (const { time: at, label } of chapters) {
    const mark = document.createElement("button"), entry = document.createElement("button");
    mark.style.left = (duration ? 100 * at / duration : 0) + "%";
    mark.tabIndex = -1;
    mark.setAttribute("aria-label", label);
    mark.addEventListener("pointerenter", () => tip(at, label));
    const when = document.createElement("span");
    when.textContent = stamp(at);
    entry.append(when, label);
    for (const each of [mark, entry]) each.addEventListener("click", () => seek(at));
    part.track.append(mark);
    part.chapters.append(document.createElement("li"));
    part.chapters.lastChild.append(entry);
  }
  for (const name of ["before", "behind", "list"]) part[name].hidden = !chapters.length;
  part.seek.setAttribute("aria-valuemax", duration);
  part.canvas.setAttribute("aria-label", (film.title || "Film") + ": space plays and pauses");
  part.player.hidden = false;
  setSpeed(1);
  button();
  show();
  layout();
  new ResizeObserver(layout).observe(part.stage);
  watchPixels();
  const start = /^#t=(\d+(?:\.\d+)?)$/.exec(location.hash); // a link to a moment, in seconds
  if (start) seek(start[1] * 1000);

  window.optsimPlayer = Object.freeze({
    play, pause, seek, chapters: Object.freeze(chapters), duration, width, height,
    text: () => textOf(screen),
    get time() { return time; },
    get playing() { return playing; },
    get speed() { return speed; },
    set speed(to) { setSpeed(to); },
  });
})();
