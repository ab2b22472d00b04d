// The people who use this browser: who they are, who is speaking, what each has not seen.

import { api } from "./api.js";
import { byId, el, setBadge } from "./dom.js";

const KEY = "storywire.people";
const LANGUAGES = {
  en: "English", ar: "العربية", fa: "فارسی", ru: "Русский", es: "Español", fr: "Français",
  de: "Deutsch", tr: "Türkçe", zh: "中文",
};
const FIRST_ID = 1001;
const MAX_ID = 2 ** 52;
const COLOURS = 7;
const POLL_MS = 5000;

export class People {
  /** `onSwitch(person)` is called when somebody else speaks, or is another now. */
  constructor(onSwitch) {
    this.onSwitch = onSwitch;
    const kept = load();
    this.list = kept.list;
    this.current = this.list.find(({ id }) => id === kept.current) ?? this.list[0];
    this.unread = new Map();
    this.#fillLanguages();
    byId("add-person").addEventListener("click", () => this.#edit(null));
    byId("edit-person").addEventListener("click", () => this.#edit(this.current));
    byId("person-form").addEventListener("submit", (event) => this.#save(event));
    byId("person-remove").addEventListener("click", () => this.#remove());
    setInterval(() => this.#lookForNews(), POLL_MS);
  }

  /** Begin with the person who spoke last. */
  start() {
    this.#switch(this.current);
  }

  /** Remember the newest message that the present person has seen. */
  saw(messageId) {
    if (!(messageId > (this.current.seen ?? 0))) return;
    this.current.seen = messageId;
    this.#keep();
  }

  #switch(person) {
    this.current = person;
    this.unread.delete(person.id);
    this.#keep();
    this.#draw();
    this.onSwitch(person);
  }

  async #lookForNews() {
    if (document.hidden) return;
    for (const person of this.list) {
      if (person === this.current) continue;
      const news = await api.messages(person.id, person.seen ?? 0).catch(() => []);
      this.unread.set(person.id, news.filter((message) => message.from?.is_bot).length);
    }
    this.unread.delete(this.current.id);
    this.#drawBadges();
  }

  #draw() {
    byId("persons").replaceChildren(...this.list.map((person) => {
      const now = person === this.current;
      return el("li", {},
        el("button", { class: "person", type: "button", "data-person": person.id,
          "aria-current": now ? "true" : null, title: `${person.name}, id ${person.id}`,
          onclick: () => this.#switch(person) },
          avatar(person),
          el("span", { class: "name", dir: "auto" }, person.name),
          el("span", { class: "about" }, about(person)),
          el("span", { class: "badge", hidden: true })));
    }));
    byId("edit-person").replaceChildren(avatar(this.current),
      el("span", { class: "names" }, el("b", {}, el("bdi", {}, this.current.name)),
        el("small", {}, about(this.current))));
    byId("edit-person").setAttribute("aria-label", `Speaking as ${this.current.name}; edit`);
    this.#drawBadges();
  }

  #drawBadges() {
    let total = 0;
    for (const button of byId("persons").querySelectorAll("[data-person]")) {
      const count = this.unread.get(Number(button.dataset.person)) ?? 0;
      setBadge(button.querySelector(".badge"), count);
      total += count;
    }
    setBadge(document.querySelector('[data-show="people"] .badge'), total);
  }

  #fillLanguages() {
    byId("person-language").replaceChildren(...Object.entries(LANGUAGES).map(([code, name]) =>
      el("option", { value: code }, name)));
  }

  async #edit(person) {
    this.edited = person;
    const form = byId("person-form").elements;
    clearProblem();
    byId("person-title").textContent = person ? "Edit this person" : "Add a person";
    form.name.value = person?.name ?? "";
    form.language.value = person?.language ?? "en";
    form.id.value = person?.id ?? this.#freeId();
    form.id.readOnly = person !== null;
    byId("person-remove").hidden = person === null || this.list.length < 2;
    byId("person-known").hidden = true;
    byId("person-sheet").showModal();
    form.name.focus();
    if (person === null) this.#offer(await api.chats().catch(() => []));
  }

  /** Offer the people whose chats the playground has and this list has not. */
  #offer(chats) {
    const others = chats.filter((chat) =>
      chat.type === "private" && !this.list.some(({ id }) => id === chat.id)).slice(-8);
    byId("person-known").hidden = others.length === 0;
    byId("person-known").querySelector(".chips").replaceChildren(...others.map((chat) =>
      el("button", { type: "button", class: "chip", dir: "auto", onclick: () => {
        const form = byId("person-form").elements;
        form.name.value = chat.first_name;
        form.id.value = chat.id;
        form.name.focus();
      } }, `${chat.first_name} (${chat.id})`)));
  }

  #save(event) {
    event.preventDefault();
    const form = byId("person-form").elements;
    const name = form.name.value.trim();
    const id = Number(form.id.value);
    clearProblem();
    if (name === "") return problem(form.name, "Write a name.");
    if (!Number.isInteger(id) || id < 1 || id >= MAX_ID) {
      return problem(form.id, "An id is a whole number from 1.");
    }
    const other = this.list.find((person) => person.id === id);
    if (other && other !== this.edited) {
      return problem(form.id, `${other.name} has this id already.`);
    }
    const person = this.edited ?? { id, seen: 0 };
    Object.assign(person, { name, language: form.language.value });
    if (!this.edited) this.list.push(person);
    byId("person-sheet").close();
    return this.#switch(person);
  }

  #remove() {
    this.list = this.list.filter((person) => person !== this.edited);
    byId("person-sheet").close();
    this.#switch(this.list[0]);
  }

  #freeId() {
    return Math.max(FIRST_ID - 1, ...this.list.map(({ id }) => id)) + 1;
  }

  #keep() {
    try {
      localStorage.setItem(KEY, JSON.stringify({ list: this.list, current: this.current.id }));
    } catch {
      // private windows may keep nothing; then the people last as long as the page
    }
  }
}

const about = (person) => `${LANGUAGES[person.language] ?? person.language} · ${person.id}`;

function avatar(person) {
  const letter = [...person.name][0] ?? "?";
  return el("span", { class: `avatar colour-${person.id % COLOURS}`, "aria-hidden": "true" },
    letter.toLocaleUpperCase());
}

function load() {
  const language = navigator.language.split("-")[0];
  const first = {
    id: FIRST_ID, name: "You", language: language in LANGUAGES ? language : "en", seen: 0,
  };
  try {
    const { list, current } = JSON.parse(localStorage.getItem(KEY)) ?? {};
    const sound = (list ?? []).filter((one) => Number.isInteger(one.id) && one.name);
    if (sound.length > 0) return { list: sound, current };
  } catch {
    // nothing readable is kept: begin anew
  }
  return { list: [first], current: first.id };
}

function problem(field, text) {
  field.setAttribute("aria-invalid", "true");
  const note = el("span", { class: "problem", role: "alert", id: `${field.id}-problem` }, text);
  field.setAttribute("aria-describedby", note.id);
  field.after(note);
  field.focus();
}

function clearProblem() {
  for (const field of byId("person-form").querySelectorAll("[aria-invalid]")) {
    field.removeAttribute("aria-invalid");
    field.removeAttribute("aria-describedby");
  }
  byId("person-form").querySelectorAll(".problem").forEach((note) => note.remove());
}
