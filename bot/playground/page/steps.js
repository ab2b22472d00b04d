// The first three things to try, as chips over the composer until they are done.

import { byId, el, icon } from "./dom.js";

const KEY = "storywire.published";

const STEPS = [
  { name: "start", label: "/start", done: (own) => own.some((text) => /^\/start\b/.test(text)) },
  { name: "subscribe", label: "/subscribe Syria", done: (own, pressed) =>
    pressed || own.some((text) => /^\/sub(scribe)?\s+\S/.test(text)) },
  { name: "publish", label: "Publish a story", done: () => hasPublished() },
];

/** Draw the steps; `act(name, label)` does one. */
export function drawSteps(messages, act) {
  const own = messages.filter(({ from }) => !from?.is_bot).map(({ text }) => text ?? "");
  // a topic that was tapped in the greeting is followed just as well
  const pressed = messages.some(({ from, reply_markup: markup }) =>
    from?.is_bot && JSON.stringify(markup ?? "").includes('"mode:'));
  const steps = STEPS.map((step) => ({ ...step, done: step.done(own, pressed) }));
  const next = steps.find(({ done }) => !done);
  const bar = byId("steps");
  bar.hidden = next === undefined;
  const drawn = steps.map(({ name, done }) => `${name} ${done}`).join();
  if (bar.dataset.drawn === drawn) return; // a chip that is focused stays
  bar.dataset.drawn = drawn;
  bar.replaceChildren(...steps.map((step, index) =>
    el("button", { type: "button", "data-step": step.name, disabled: step.done,
      class: `chip${step === next ? " next" : ""}${step.done ? " done" : ""}`,
      onclick: () => act(step.name, step.label) },
      el("span", { class: "number" }, step.done ? icon("check") : String(index + 1)),
      step.label)));
}

/** Remember that a story was published from this page. */
export function rememberPublished() {
  try {
    localStorage.setItem(KEY, "yes");
  } catch {
    published = true; // private windows may keep nothing
  }
}

let published = false;

function hasPublished() {
  try {
    return published || localStorage.getItem(KEY) !== null;
  } catch {
    return published;
  }
}
