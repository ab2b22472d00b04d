// The playground's clock: shown in UTC, and moved to see a digest come.

import { api } from "./api.js";
import { byId } from "./dom.js";
import { toast } from "./notices.js";
import { HOUR, nextMorning, present, shift, utcTime } from "./times.js";

const ASK_MS = 10000;
const SLACK_MS = 2000; // less is the seconds that the answer is rounded to

const JUMPS = {
  hour: () => new Date(present().getTime() + HOUR),
  morning: () => nextMorning(present()),
  real: () => null,
};

/** Show the clock from now on, and let its buttons move it. */
export function prepareClock() {
  for (const button of document.querySelectorAll("[data-jump]")) {
    button.addEventListener("click", () => jump(button));
  }
  setInterval(draw, 1000);
  setInterval(ask, ASK_MS);
  return ask();
}

async function jump(button) {
  button.setAttribute("aria-busy", "true");
  try {
    take(await api.setClock(JUMPS[button.dataset.jump]()));
    toast(`It is now ${utcTime(present())} UTC.`);
  } catch (error) {
    toast(error.message, "bad");
  } finally {
    button.removeAttribute("aria-busy");
  }
}

async function ask() {
  const now = await api.clock().catch(() => null);
  if (now !== null) take(now);
}

function take(now) {
  const ahead = now.getTime() - Date.now();
  shift.value = Math.abs(ahead) < SLACK_MS ? 0 : ahead;
  draw();
}

function draw() {
  const now = present();
  byId("now").textContent = `${utcTime(now)} UTC`;
  byId("now").dateTime = now.toISOString();
  byId("shifted").hidden = shift.value === 0;
  document.querySelector('[data-jump="real"]').disabled = shift.value === 0;
}
