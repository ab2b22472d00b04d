// The newsroom beside the chat: what is published, and publishing more.

import { api } from "./api.js";
import { byId, el } from "./dom.js";
import { toast } from "./notices.js";
import { shortTime } from "./times.js";

const FIRST_SHOWN = 40;
const POLL_MS = 5000;
const STARTING_POLL_MS = 700;

const languageNames = new Intl.DisplayNames(["en"], { type: "language", fallback: "code" });

export class Newsroom {
  /** `onState(state)` is told "ready", "starting" or "lost"; `onPublish()` of every story. */
  constructor(onState, onPublish) {
    this.onState = onState;
    this.onPublish = onPublish;
    this.showAll = false;
    this.known = null;
    byId("publish").addEventListener("click", () => this.publishNext());
    byId("more-stories").addEventListener("click", () => {
      this.showAll = true;
      this.#draw(this.stories);
    });
  }

  /** Watch the bot and the list from now on. */
  async watch() {
    const state = await this.#state();
    this.onState(state);
    if (state !== "lost") await this.refresh();
    setTimeout(() => this.watch(), state === "ready" ? POLL_MS : STARTING_POLL_MS);
  }

  /** Publish the next of the prepared stories. */
  async publishNext() {
    const button = byId("publish");
    button.setAttribute("aria-busy", "true");
    try {
      const story = await api.publishNext();
      toast(`${story.source}: ${story.title}`);
      await this.published();
    } catch (error) {
      toast(error.message, "bad");
    } finally {
      button.removeAttribute("aria-busy");
    }
  }

  /** Take note of a story that was just published. */
  async published() {
    this.onPublish();
    await this.refresh();
  }

  /** Show the list as it is now. */
  async refresh() {
    const stories = await api.stories().catch(() => null);
    if (stories === null) return;
    const newest = `${stories.length} ${stories[0]?.url}`;
    if (newest === this.newest) return;
    this.newest = newest;
    this.stories = stories;
    this.#draw(stories);
    this.#offerSources(stories);
  }

  async #state() {
    try {
      await api.feeds();
      return "ready";
    } catch (error) {
      return error.status === 503 ? "starting" : "lost";
    }
  }

  #draw(stories) {
    byId("count").textContent = String(stories.length);
    const shown = this.showAll ? stories : stories.slice(0, FIRST_SHOWN);
    byId("stories").replaceChildren(...shown.map((story) => this.#item(story)));
    byId("more-stories").hidden = shown.length === stories.length;
    this.known = new Set(stories.map(({ url }) => url));
  }

  #item(story) {
    const date = story.published ? new Date(story.published) : null;
    const language = story.lang ? languageName(story.lang) : null;
    const fresh = this.known !== null && !this.known.has(story.url);
    const note = el("p", { class: "note" },
      el("bdi", { class: "source" }, story.source),
      ...[language, story.origin && `from ${story.origin}`, story.code && `No.\u00a0${story.code}`]
        .filter(Boolean).flatMap((text) => [" · ", el("bdi", {}, text)]),
      " · ",
      date ? el("time", { datetime: story.published }, shortTime(date)) : "undated");
    return el("li", { class: fresh ? "fresh" : null },
      el("a", { href: story.url, target: "_blank", rel: "noopener", dir: "auto",
        lang: story.lang }, story.title),
      note);
  }

  #offerSources(stories) {
    const sources = [...new Set(stories.map(({ source }) => source))];
    byId("sources").replaceChildren(...sources.map((value) => el("option", { value })));
  }
}

function languageName(tag) {
  try {
    return languageNames.of(tag);
  } catch {
    return tag; // not every tag of a publisher's is one that the browser knows
  }
}
