// The open chat: its messages in order, and the news that the playground pushes of them.

import { api } from "./api.js";
import { bubble } from "./bubble.js";
import { byId, el, setBadge } from "./dom.js";
import { dayKey, dayName } from "./times.js";

const PAGE = 150; // messages drawn at once; earlier ones wait for their button
const GROUP_SECONDS = 300;
const NEAR_END = 120; // pixels
const TYPING_MS = 5000; // as Telegram shows it

const dateOf = (message) => new Date(message.date * 1000);

export class Conversation {
  /** `actions` serve the messages; `onChange()` is called whenever the messages have changed. */
  constructor(actions, onChange) {
    this.messages = new Map();
    this.earlier = [];
    this.botName = null;
    this.unseen = 0;
    this.actions = { ...actions, bot: () => this.botName, person: () => this.person };
    this.onChange = onChange;
    this.log = byId("log");
    this.scroller = byId("scroller");
    this.scroller.addEventListener("scroll", () => this.#scrolled(), { passive: true });
    byId("to-end").addEventListener("click", () => this.toEnd("smooth"));
    byId("earlier").addEventListener("click", () => this.#drawEarlier());
    document.addEventListener("visibilitychange", () => this.catchUp());
    // pictures and keyboards of the phone change the height: stay where the reader was
    const stay = new ResizeObserver(() => this.atEnd && this.toEnd());
    stay.observe(this.scroller);
    stay.observe(this.log);
  }

  /** Show a person's chat. */
  async open(person) {
    this.close();
    this.person = person;
    this.events = this.#listen(person.id);
    await this.#load(person);
  }

  /** Stop showing the chat. */
  close() {
    this.events?.close();
    this.messages.clear();
    this.earlier = [];
    this.log.replaceChildren();
    this.#setTyping(false);
  }

  /** Fetch what was missed, where the pushed news may have stopped. */
  async catchUp() {
    const { person } = this;
    if (!person || document.hidden) return;
    const last = Math.max(0, ...this.messages.keys());
    const news = await api.messages(person.id, last).catch(() => []);
    if (person === this.person) this.#add(news);
  }

  /** Everything that the chat holds, drawn or not, in order. */
  all() {
    return [...this.earlier, ...this.messages.values()];
  }

  /** Go to the newest message. */
  toEnd(behavior = "auto") {
    this.scroller.scrollTo({ top: this.scroller.scrollHeight, behavior });
    this.atEnd = true;
    this.#setUnseen(0);
  }

  #listen(chat) {
    const events = api.events(chat);
    const on = (kind, act) =>
      events.addEventListener(kind, (event) => {
        if (events === this.events) act(JSON.parse(event.data));
      });
    on("message", (message) => this.#add([message]));
    on("edited", (message) => this.#edit(message));
    on("deleted", ({ message_id: id }) => this.#remove(id));
    on("typing", () => this.#setTyping(true));
    events.addEventListener("error", () => {
      // the browser tries again by itself, except after an answer that was none
      if (events !== this.events || events.readyState !== EventSource.CLOSED) return;
      setTimeout(() => {
        if (events === this.events) this.events = this.#listen(chat);
      }, 2000);
    });
    let before = false;
    events.addEventListener("open", () => {
      // after a break messages may have been edited or removed too: begin anew
      if (before && events === this.events) this.#load(this.person);
      before = true;
    });
    return events;
  }

  async #load(person) {
    const found = await api.messages(person.id).catch(() => null);
    if (found === null || person !== this.person) return;
    this.log.setAttribute("aria-live", "off"); // what was there already is not news
    this.log.replaceChildren();
    this.messages = new Map();
    this.earlier = found.slice(0, -PAGE);
    byId("earlier").hidden = this.earlier.length === 0;
    for (const message of found.slice(-PAGE)) this.#append(message);
    this.#changed();
    this.toEnd();
    setTimeout(() => this.log.setAttribute("aria-live", "polite"), 500);
  }

  #drawEarlier() {
    const height = this.scroller.scrollHeight;
    const all = this.all();
    const count = this.messages.size + PAGE;
    this.earlier = all.slice(0, -count);
    this.messages = new Map();
    this.log.replaceChildren();
    for (const message of all.slice(-count)) this.#append(message);
    byId("earlier").hidden = this.earlier.length === 0;
    this.scroller.scrollTop += this.scroller.scrollHeight - height;
  }

  #add(news) {
    for (const message of news) {
      const known = this.messages.has(message.message_id);
      if (known || message.message_id <= (this.earlier.at(-1)?.message_id ?? 0)) continue;
      const own = !message.from?.is_bot;
      if (!own) this.#setTyping(false);
      this.#append(message);
      if (own || this.atEnd) this.toEnd(this.messages.size > 1 ? "smooth" : "auto");
      else this.#setUnseen(this.unseen + 1);
    }
    if (news.length > 0) this.#changed();
  }

  #append(message) {
    if (message.from?.is_bot) this.botName = message.from.username ?? null;
    const last = [...this.messages.values()].at(-1);
    const node = bubble(message, this.actions);
    this.messages.set(message.message_id, message);
    if (last && last.message_id > message.message_id) return this.#rearrange();
    this.#join(node, message, last);
    this.log.append(node);
    return undefined;
  }

  /** Put a message and the one before it into one group, or a day between them. */
  #join(node, message, last) {
    const newDay = !last || dayKey(dateOf(last)) !== dayKey(dateOf(message));
    if (newDay) {
      this.log.append(el("p", { class: "day" }, el("span", {}, dayName(dateOf(message)))));
    }
    const grouped = !newDay && last.from?.id === message.from?.id
      && Math.abs(message.date - last.date) < GROUP_SECONDS;
    node.classList.toggle("follows", grouped);
    if (grouped) this.#node(last.message_id)?.classList.add("followed");
  }

  #rearrange() {
    const all = [...this.messages.values()].sort((one, two) => one.message_id - two.message_id);
    this.messages = new Map();
    this.log.replaceChildren();
    for (const message of all) this.#append(message);
  }

  #edit(message) {
    const id = message.message_id;
    const before = this.#node(id);
    if (!before) return this.#add([message]);
    const focused = before.contains(document.activeElement) ? keyIndex(before) : -1;
    const node = bubble(message, this.actions);
    for (const name of ["follows", "followed"]) {
      node.classList.toggle(name, before.classList.contains(name));
    }
    this.messages.set(id, message);
    before.replaceWith(node);
    // a pressed button keeps the keyboard's focus when the message changes under it
    if (focused >= 0) node.querySelectorAll(".key")[focused]?.focus();
    if (this.atEnd) this.toEnd();
    return this.#changed();
  }

  #remove(id) {
    this.messages.delete(id);
    this.#node(id)?.remove();
    this.#changed();
  }

  #node(id) {
    return this.log.querySelector(`[data-id="${id}"]`);
  }

  #setTyping(on) {
    clearTimeout(this.typingTimer);
    byId("typing").hidden = !on;
    if (!on) return;
    this.typingTimer = setTimeout(() => this.#setTyping(false), TYPING_MS);
    if (this.atEnd) this.toEnd();
  }

  #scrolled() {
    const { scrollTop, scrollHeight, clientHeight } = this.scroller;
    this.atEnd = scrollHeight - scrollTop - clientHeight < NEAR_END;
    byId("to-end").hidden = this.atEnd;
    if (this.atEnd) this.#setUnseen(0);
  }

  #setUnseen(count) {
    this.unseen = count;
    setBadge(byId("to-end").querySelector(".badge"), count);
  }

  #changed() {
    byId("welcome").hidden = this.messages.size > 0;
    this.onChange();
  }
}

const keyIndex = (node) => [...node.querySelectorAll(".key")].indexOf(document.activeElement);
