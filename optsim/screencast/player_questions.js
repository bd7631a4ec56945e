// Questions of a film to its audience, a part of player.js: it stops, and tells in the end whether the answer was right.
  const LETTERS = "abcdef";
  const yours = document.createElement("output");
  yours.id = "yours";
  yours.setAttribute("aria-label", "Your answer");
  part.stage.append(yours);
  const questions = film.questions.map(([time, answered, text, options, right]) => ({ time, answered, text, options, right }));
  const answers = { // what an answer is given with: a button for each, buttons that are pressed in order, a number
    choice: ({ options }, done) => options.map((option, at) => press(LETTERS[at] + "  " + option, () => done(LETTERS[at]))),
    order: ({ options }, done) => {
      let placed = "";
      const buttons = options.map((option, at) => press("", () => {
        placed = placed.includes(LETTERS[at]) ? placed.replace(LETTERS[at], "") : placed + LETTERS[at];
        const left = [...LETTERS].slice(0, options.length).filter((letter) => !placed.includes(letter));
        if (left.length < 2) done(placed + left.join("")); else name();
      }));
      const name = () => buttons.forEach((button, at) => {
        button.textContent = (placed.indexOf(LETTERS[at]) + 1 || "·") + "  " + options[at];
      });
      name();
      return buttons;
    },
    number: (question, done) => {
      const form = document.createElement("form"), input = document.createElement("input"), button = press("OK", () => {});
      input.inputMode = "decimal";
      input.setAttribute("aria-label", "A number");
      button.type = "submit";
      form.addEventListener("submit", (event) => {
        event.preventDefault();
        const text = input.value.trim().replace("−", "-").replace(",", ".");
        if (text && Number.isFinite(Number(text))) done(text); else input.select();
      });
      form.append(input, button);
      return [form];
    },
  };
  const kind = ({ options, right }) => Array.isArray(right) ? "number" : right.length < 2 ? "choice" : "order";
  const holds = ({ chosen, right }) => Array.isArray(right) ? Math.abs(Number(chosen) - right[0]) <= right[1] : chosen === right;
  function press(text, act) {
    const button = document.createElement("button");
    button.textContent = text;
    button.type = "button";
    button.addEventListener("click", act);
    return button;
  }
  asks = (before) => {
    const question = questions.find((each) => each.chosen === undefined && before < each.time && each.time <= time);
    if (!question) return false;
    time = question.time;
    pause();
    const box = document.createElement("div"), text = document.createElement("p");
    box.id = "ask";
    text.textContent = question.text;
    const done = (answer) => { question.chosen = answer; play(); part.canvas.focus({ preventScroll: true }); };
    box.append(text, ...answers[kind(question)](question, done));
    part.stage.append(box);
    box.querySelector("input, button").focus({ preventScroll: true });
    say(question.text);
    return true;
  };
  close = () => { const box = document.getElementById("ask"); if (box) box.remove(); };
  judge = () => { // the newest question that was answered, and whether that was right, once the film has said so
    const past = questions.filter((each) => each.chosen !== undefined && each.time <= time).pop();
    const known = past && time >= past.answered, sign = known ? (holds(past) ? " ✓" : " ✗") : "";
    const text = past && (!known || time < past.answered + 8000) ? past.chosen + sign : "";
    if (yours.textContent !== text) yours.textContent = text;
    yours.hidden = !text;
  };
