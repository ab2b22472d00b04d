// A text and its Bot API entities as nodes. Offsets are in UTF-16 units, as JavaScript's are.

import { el, icon, pressable } from "./dom.js";

const BLOCKS = new Set(["blockquote", "expandable_blockquote", "pre"]);
const PLAIN = {
  bold: "strong", italic: "em", underline: "u", strikethrough: "s", hashtag: "span",
  cashtag: "span", mention: "span", text_mention: "span", custom_emoji: "span",
};
const SCHEMES = new Set(["http:", "https:", "mailto:", "tel:"]);

/**
 * Return a fragment with the text. `actions.command(text)` is called for a tapped command,
 * `actions.copy(text)` for tapped code, `actions.start(payload)` for a deep link to the bot.
 */
export function richText(text, entities, actions) {
  return range(text, 0, text.length, sorted(entities ?? []), actions);
}

// Outer entities first; of equals the order given, which is Telegram's order of nesting.
const sorted = (entities) =>
  [...entities].sort((one, two) => one.offset - two.offset || two.length - one.length);

function range(text, start, end, entities, actions) {
  const fragment = document.createDocumentFragment();
  let position = start;
  let waiting = entities.filter((entity) => entity.length > 0);
  while (waiting.length > 0) {
    const [entity, ...rest] = waiting;
    const stop = Math.min(entity.offset + entity.length, end);
    const { inside, after } = parted(rest, stop);
    waiting = after;
    if (entity.offset < position || stop <= entity.offset) continue;
    fragment.append(text.slice(position, entity.offset));
    const content = range(text, entity.offset, stop, inside, actions);
    fragment.append(node(entity, text.slice(entity.offset, stop), content, actions));
    position = stop;
    // a block ends its line itself: the newline after it would double as an empty line
    if (BLOCKS.has(entity.type) && text[position] === "\n") position += 1;
  }
  fragment.append(text.slice(position, end));
  return fragment;
}

/** Part entities at an offset; one that crosses it is cut in two. */
function parted(entities, stop) {
  const inside = [];
  const after = [];
  for (const entity of entities) {
    const last = entity.offset + entity.length;
    if (entity.offset >= stop) after.push(entity);
    else if (last <= stop) inside.push(entity);
    else {
      inside.push({ ...entity, length: stop - entity.offset });
      after.push({ ...entity, offset: stop, length: last - stop });
    }
  }
  return { inside, after: sorted(after) };
}

function node(entity, text, content, actions) {
  const make = MAKERS[entity.type];
  if (make) return make(entity, text, content, actions);
  return el(PLAIN[entity.type] ?? "span", { class: entity.type }, content);
}

const MAKERS = {
  bot_command: (_, text, content, actions) =>
    pressable(el("a", { class: "command" }, content), () => actions.command(text)),
  url: (_, text, content, actions) => link(withScheme(text), content, actions),
  text_link: (entity, _, content, actions) => link(entity.url, content, actions),
  email: (_, text, content, actions) => link(`mailto:${text}`, content, actions),
  phone_number: (_, text, content, actions) =>
    link(`tel:${text.replace(/[^\d+]/g, "")}`, content, actions),
  code: (_, text, content, actions) =>
    pressable(el("code", { title: "Copy" }, content), () => actions.copy(text)),
  pre: (entity, text, content, actions) =>
    el("div", { class: "pre", dir: "ltr" },
      el("button", { type: "button", class: "copy", onclick: () => actions.copy(text) },
        entity.language || "Copy"),
      el("pre", {}, el("code", {}, content))),
  blockquote: (_, __, content) => el("blockquote", {}, content),
  expandable_blockquote: (_, __, content) => expandable(content),
  spoiler: (_, __, content) => spoiler(content),
};

const withScheme = (text) => (/^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `https://${text}`);

/** Return a link that opens in a new tab; a text where the address is not safe to open. */
function link(address, content, actions) {
  const url = URL.canParse(address) ? new URL(address) : null;
  if (url === null || !SCHEMES.has(url.protocol)) return el("span", {}, content);
  const payload = url.hostname === "t.me" ? url.searchParams.get("start") : null;
  if (payload !== null && url.pathname.slice(1) === actions.bot()) {
    return pressable(el("a", { class: "command" }, content), () => actions.start(payload));
  }
  return el("a", { href: url.href, target: "_blank", rel: "noopener noreferrer" }, content);
}

function expandable(content) {
  const quote = el("blockquote", { class: "expandable" }, el("div", {}, content));
  const toggle = el("button", { type: "button", class: "unfold", "aria-expanded": "false",
    "aria-label": "Show the whole quotation" }, icon("down"));
  toggle.addEventListener("click", () => {
    const open = quote.classList.toggle("open");
    toggle.setAttribute("aria-expanded", String(open));
  });
  quote.append(toggle);
  // a quotation of three lines or fewer has nothing to unfold; known once it is laid out
  new ResizeObserver((_, observer) => {
    if (!quote.isConnected) return;
    const inner = quote.firstElementChild;
    toggle.hidden = inner.scrollHeight <= inner.clientHeight + 1;
    observer.disconnect();
  }).observe(quote);
  return quote;
}

function spoiler(content) {
  const cover = el("span", { class: "spoiler", "aria-label": "Hidden text, press to show" });
  const words = el("span", { "aria-hidden": "true" }, content);
  cover.append(words);
  return pressable(cover, () => {
    cover.classList.add("shown");
    cover.removeAttribute("aria-label");
    words.removeAttribute("aria-hidden");
  });
}
