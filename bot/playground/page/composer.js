// The line where people write, and the menu of commands over it.

import { api } from "./api.js";
import { byId, el } from "./dom.js";

const MAX_HEIGHT = 160; // pixels

export class Composer {
  /** `send(text)` sends and resolves to whether it was taken. */
  constructor(send) {
    this.send = send;
    this.form = byId("composer");
    this.text = byId("text");
    this.list = byId("commands");
    this.commands = [];
    this.shown = [];
    this.chosen = 0;
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#submit();
    });
    this.text.addEventListener("input", () => this.#typed());
    this.text.addEventListener("keydown", (event) => this.#key(event));
    this.text.addEventListener("blur", () => this.#close());
    byId("menu").addEventListener("click", () => this.#toggle());
    // the press must not take the focus from the line before the click arrives
    for (const node of [this.list, byId("menu")]) {
      node.addEventListener("mousedown", (event) => event.preventDefault());
    }
  }

  /** Show a person's menu; it is fetched anew, since the bot may have set it meanwhile. */
  async use(person) {
    this.person = person;
    const commands = await api.commands(person).catch(() => []);
    if (person === this.person) this.commands = commands;
  }

  /** Put a text into the line. */
  fill(text) {
    this.text.value = text;
    this.text.focus();
    this.#typed();
  }

  focus() {
    this.text.focus();
  }

  async #submit() {
    const text = this.text.value;
    if (text.trim() === "") return;
    this.#close();
    this.text.value = "";
    this.#typed();
    // what was not taken comes back, unless something else is being written by now
    if (!(await this.send(text)) && this.text.value === "") this.fill(text);
  }

  #typed() {
    this.text.style.height = "auto";
    this.text.style.height = `${Math.min(this.text.scrollHeight, MAX_HEIGHT)}px`;
    byId("send").disabled = this.text.value.trim() === "";
    const typed = this.text.value.match(/^\/(\S*)$/);
    if (typed) this.#open(typed[1].toLowerCase());
    else this.#close();
  }

  #key(event) {
    if (event.isComposing) return; // Enter ends a word in an input method
    if (!this.list.hidden && this.#menuKey(event)) return;
    if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      this.#submit();
    }
  }

  /** Do what a key means to the open menu; return whether it meant something. */
  #menuKey(event) {
    const count = this.shown.length;
    const moves = { ArrowDown: 1, ArrowUp: -1 };
    if (event.key in moves) this.#choose((this.chosen + moves[event.key] + count) % count);
    else if (event.key === "Escape") this.#close();
    else if (event.key === "Tab") this.fill(`/${this.shown[this.chosen].command} `);
    else if (event.key === "Enter" && !event.shiftKey) this.#pick(this.shown[this.chosen]);
    else return false;
    event.preventDefault();
    return true;
  }

  async #toggle() {
    this.text.focus();
    if (!this.list.hidden) return this.#close();
    if (this.commands.length === 0) await this.use(this.person);
    return this.#open("");
  }

  #open(typed) {
    if (this.commands.length === 0 && this.person) {
      this.use(this.person).then(() => this.commands.length && this.#typed());
    }
    this.shown = this.commands.filter(({ command }) => command.startsWith(typed));
    if (this.shown.length === 0) return this.#close();
    this.list.replaceChildren(...this.shown.map((one, index) =>
      el("div", { class: "option", role: "option", id: `command-${index}`,
        onclick: () => this.#pick(one), onmousemove: () => this.#choose(index) },
        el("b", {}, `/${one.command}`), el("span", { dir: "auto" }, one.description))));
    this.list.hidden = false;
    this.#expanded(true);
    return this.#choose(0);
  }

  #choose(index) {
    this.chosen = index;
    [...this.list.children].forEach((option, at) =>
      option.setAttribute("aria-selected", String(at === index)));
    this.list.children[index].scrollIntoView({ block: "nearest" });
    this.text.setAttribute("aria-activedescendant", `command-${index}`);
  }

  #pick({ command }) {
    this.fill(`/${command}`);
    this.#submit();
  }

  #close() {
    this.list.hidden = true;
    this.#expanded(false);
    this.text.removeAttribute("aria-activedescendant");
  }

  #expanded(open) {
    for (const node of [this.text, byId("menu")]) node.setAttribute("aria-expanded", String(open));
  }
}
