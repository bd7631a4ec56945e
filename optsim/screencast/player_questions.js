// Questions of a film to its audience, a part of player.js: it stops, and tells in the end whether the answer was right.
  const yours = document.createElement("output");
  yours.id = "yours";
  yours.setAttribute("aria-label", "Your answer");
  part.stage.append(yours);
  const questions = film.questions.map(([time, answered, text, options, right]) => ({ time, answered, text, options, right }));
  asks = (before) => {
    const question = questions.find((each) => each.chosen === undefined && before < each.time && each.time <= time);
    if (!question) return false;
    time = question.time;
    pause();
    const box = document.createElement("div"), text = document.createElement("p");
    box.id = "ask";
    text.textContent = question.text;
    box.append(text);
    question.options.forEach((option, at) => {
      const answer = document.createElement("button");
      answer.textContent = "abcdef"[at] + "  " + option;
      answer.addEventListener("click", () => { question.chosen = at; play(); part.canvas.focus({ preventScroll: true }); });
      box.append(answer);
    });
    part.stage.append(box);
    box.querySelector("button").focus({ preventScroll: true });
    say(question.text);
    return true;
  };
  close = () => { const box = document.getElementById("ask"); if (box) box.remove(); };
  judge = () => { // the newest question that was answered, and whether that was right, once the film has said so
    const past = questions.filter((each) => each.chosen !== undefined && each.time <= time).pop();
    const known = past && time >= past.answered, sign = known ? (past.chosen === past.right ? " ✓" : " ✗") : "";
    const text = past && (!known || time < past.answered + 8000) ? "abcdef"[past.chosen] + sign : "";
    if (yours.textContent !== text) yours.textContent = text;
    yours.hidden = !text;
  };
