// "Write your own": a story of the reader's, with refusals shown at the field they are about.

import { api } from "./api.js";
import { byId, el } from "./dom.js";
import { toast } from "./notices.js";

const LANGUAGES = ["en", "ar", "fa", "ru", "es", "fr", "de", "tr", "zh"];
const NEEDED = { title: "Write a headline.", text: "Write the story.", source: "Name a publisher." };
const FIRST_WORD = /^[a-z]+/;

/** Let the form publish; `onPublished()` is called for every story taken. */
export function prepareStoryForm(onPublished) {
  const form = byId("story");
  byId("languages").replaceChildren(...LANGUAGES.map((value) => el("option", { value })));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    submit(form, onPublished);
  });
  form.addEventListener("input", (event) => clear(event.target));
}

async function submit(form, onPublished) {
  const fields = [...form.querySelectorAll("[name]")];
  fields.forEach(clear);
  byId("story-problem").hidden = true;
  const story = Object.fromEntries(
    fields.map((field) => [field.name, field.value]).filter(([, value]) => value.trim() !== ""));
  const lacking = fields.filter((field) => field.name in NEEDED && !(field.name in story));
  for (const field of lacking) mark(field, NEEDED[field.name]);
  if (lacking.length > 0) return lacking[0].focus();
  form.setAttribute("aria-busy", "true");
  try {
    await api.publish(story);
    for (const name of ["title", "text", "code"]) form.elements[name].value = "";
    toast(`${story.source}: ${story.title}`);
    await onPublished();
  } catch (error) {
    refuse(form, error.message);
  } finally {
    form.removeAttribute("aria-busy");
  }
  return undefined;
}

/** Show what the newsroom says: a refusal begins with its field's name. */
function refuse(form, message) {
  const field = form.elements.namedItem(message.match(FIRST_WORD)?.[0] ?? "");
  if (field?.name) {
    mark(field, message);
    field.focus();
    return;
  }
  byId("story-problem").textContent = message;
  byId("story-problem").hidden = false;
}

function mark(field, text) {
  clear(field);
  const note = el("span", { class: "problem", role: "alert", id: `${field.id}-problem` }, text);
  field.setAttribute("aria-invalid", "true");
  field.setAttribute("aria-describedby", note.id);
  field.after(note);
}

function clear(field) {
  field.removeAttribute("aria-invalid");
  field.removeAttribute("aria-describedby");
  byId(`${field.id}-problem`)?.remove();
}
