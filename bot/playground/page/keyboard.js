// Inline keyboards: rows of buttons under a message.

import { api } from "./api.js";
import { el, icon } from "./dom.js";
import { alertBox, toast } from "./notices.js";

/** Return the keyboard of a message, null where it has none. */
export function keyboard(message, actions) {
  const rows = message.reply_markup?.inline_keyboard ?? [];
  if (rows.length === 0) return null;
  return el("div", { class: "keyboard", role: "group", "aria-label": "Buttons" },
    ...rows.map((row) =>
      el("div", { class: "row" }, ...row.map((one) => button(one, message, actions)))));
}

function button(one, message, actions) {
  const label = el("span", { dir: "auto" }, one.text);
  if (one.url !== undefined) {
    const safe = URL.canParse(one.url) && /^https?:$/.test(new URL(one.url).protocol);
    return el("a", { class: "key", href: safe ? one.url : null, target: "_blank",
      rel: "noopener noreferrer" }, label, icon("out"));
  }
  const key = el("button", { class: "key", type: "button" }, label);
  key.addEventListener("click", () => press(key, one, message, actions));
  return key;
}

async function press(key, one, message, actions) {
  if (key.getAttribute("aria-busy") === "true") return;
  if (one.copy_text) return actions.copy(one.copy_text.text);
  if (one.switch_inline_query_current_chat !== undefined) {
    return actions.fill(one.switch_inline_query_current_chat);
  }
  if (one.callback_data === undefined) return toast("This page has no such button.");
  key.setAttribute("aria-busy", "true");
  try {
    show(await api.tap(actions.person(), message.message_id, one.callback_data));
  } catch (error) {
    toast(error.message, "bad");
  } finally {
    key.removeAttribute("aria-busy");
  }
  return undefined;
}

function show(answer) {
  if (!answer.answered) return toast("The bot has not answered the button.", "bad");
  if (answer.url && /^https?:/.test(answer.url)) window.open(answer.url, "_blank", "noopener");
  if (answer.text && answer.show_alert) return alertBox(answer.text);
  if (answer.text) return toast(answer.text);
  return undefined;
}
