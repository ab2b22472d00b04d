// Short notices over the page, and alerts that wait for OK.

import { byId, el } from "./dom.js";

const SECONDS = 4;

/** Show a notice for a few seconds; `kind` may be "bad". */
export function toast(text, kind = "") {
  const notice = el("p", { class: `toast ${kind}`, dir: "auto" }, text);
  const toasts = byId("toasts");
  toasts.append(notice);
  while (toasts.children.length > 3) toasts.firstElementChild.remove();
  setTimeout(() => notice.classList.add("leaving"), SECONDS * 1000);
  setTimeout(() => notice.remove(), SECONDS * 1000 + 300);
}

/** Show a text until the person says OK. */
export function alertBox(text) {
  byId("alert-text").textContent = text;
  byId("alert").showModal();
}

/** Show a photo over the whole window. */
export function view(source, description) {
  const picture = byId("viewer").querySelector("img");
  picture.src = source;
  picture.alt = description;
  byId("viewer").showModal();
}

/** Copy a text and say so. */
export async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    toast("Copied");
  } catch {
    toast("The browser does not allow copying here.", "bad");
  }
}

/** Let all dialogs close by their buttons and by a click beside them. */
export function prepareDialogs() {
  for (const dialog of document.querySelectorAll("dialog")) {
    dialog.addEventListener("click", (event) => {
      const beside = event.target === dialog || dialog.classList.contains("viewer");
      if (beside || event.target.closest("[data-close]")) dialog.close();
    });
  }
}
