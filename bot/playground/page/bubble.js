// One message as it stands in the chat.

import { api } from "./api.js";
import { el, icon } from "./dom.js";
import { richText } from "./entities.js";
import { keyboard } from "./keyboard.js";
import { copy, view } from "./notices.js";
import { fullTime, timeOf } from "./times.js";

const PHOTO_WIDTH = 436; // pixels, as drawn in the bubble
const PHOTO_HEIGHT = 168;
const RTL = /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}]/u;

/** Return the element of a Bot API message. */
export function bubble(message, actions) {
  const fromBot = message.from?.is_bot ?? true;
  const text = message.text ?? message.caption ?? "";
  const parts = [
    el("span", { class: "quietly" }, fromBot ? "Storywire: " : "You: "),
    forwarded(message),
    quoted(message),
    photo(message, text),
    file(message),
    text === "" ? null : words(message, text, actions),
    meta(message),
  ];
  const kind = `${fromBot ? "in" : "out"}${message.photo ? " has-photo" : ""}`;
  return el("div", { class: `message ${kind}`, "data-id": message.message_id },
    el("div", { class: `bubble${text === "" ? " bare" : ""}` }, ...parts),
    keyboard(message, actions));
}

/** Return the text with room for the time at the end of its last line. */
function words(message, text, actions) {
  const last = text.slice(text.lastIndexOf("\n") + 1);
  const letter = last.match(/\p{L}/u);
  // the time stands at the right: a last line from the right would run into it
  const below = letter !== null && RTL.test(letter[0]);
  const node = el("div", { class: "text", dir: "auto" },
    richText(text, message.entities ?? message.caption_entities, { ...actions, copy }));
  const room = message.edit_date ? "room edited" : "room";
  node.append(el("span", { class: below ? `${room} below` : room, "aria-hidden": "true" }));
  return node;
}

function meta(message) {
  const sent = new Date(message.date * 1000);
  const edited = message.edit_date ? new Date(message.edit_date * 1000) : null;
  const title = edited ? `${fullTime(sent)}, edited ${fullTime(edited)}` : fullTime(sent);
  return el("span", { class: "meta", title },
    edited ? el("i", {}, "edited ") : null,
    el("time", { datetime: sent.toISOString() }, timeOf(sent)));
}

function photo(message, text) {
  if (!message.photo?.length) return null;
  const best = message.photo.at(-1);
  const source = api.file(best.file_id);
  const headline = text.split("\n", 1)[0];
  const description = headline ? `Photo: ${headline}` : "Photo";
  // the size is known before the picture is there, so that nothing jumps when it comes
  const scale = Math.min(1, PHOTO_WIDTH / best.width, PHOTO_HEIGHT / best.height);
  const picture = el("img", { src: source, alt: description, decoding: "async",
    width: Math.round(best.width * scale), height: Math.round(best.height * scale) });
  return el("button", { class: "photo", type: "button", "aria-label": `${description}. Enlarge`,
    onclick: () => view(source, description) }, picture);
}

function file(message) {
  const document = message.document;
  if (!document || message.photo) return null;
  const size = document.file_size ? `${Math.max(1, Math.round(document.file_size / 1024))} KB` : "";
  const name = document.file_name ?? "file";
  return el("a", { class: "file", href: api.file(document.file_id), download: name },
    el("span", { class: "sign" }, icon("file")),
    el("span", {}, el("b", { dir: "auto" }, name), el("small", {}, size)));
}

function forwarded(message) {
  const origin = message.forward_origin;
  if (!origin) return null;
  const name = origin.sender_user?.first_name ?? origin.chat?.title ?? origin.sender_user_name;
  return el("p", { class: "origin", dir: "auto" }, `Forwarded from ${name ?? "someone"}`);
}

function quoted(message) {
  const other = message.reply_to_message;
  if (!other) return null;
  const text = (other.text ?? other.caption ?? "Message").split("\n", 1)[0];
  return el("p", { class: "reply", dir: "auto" },
    el("b", {}, other.from?.first_name ?? ""), text);
}
