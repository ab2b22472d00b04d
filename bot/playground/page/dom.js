// Building blocks. Texts become text nodes always: no data is ever read as HTML.

/** Return an element. Attributes that are null or false are left out, functions are listeners. */
export function el(name, attributes = {}, ...children) {
  const node = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (typeof value === "function") node.addEventListener(key.replace(/^on/, ""), value);
    else node.setAttribute(key, value === true ? "" : value);
  }
  node.append(...children.filter((child) => child !== null && child !== undefined));
  return node;
}

/** Return a drawing from the symbols of the page. */
export function icon(name) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
  use.setAttribute("href", `#i-${name}`);
  svg.setAttribute("aria-hidden", "true");
  svg.append(use);
  return svg;
}

/** Return an element that index.html has. */
export const byId = (id) => document.getElementById(id);

/** Make an element that is no button act as one, for the mouse and for the keyboard. */
export function pressable(node, press) {
  node.setAttribute("role", "button");
  node.tabIndex = 0;
  node.addEventListener("click", press);
  node.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" && event.key !== " ") return;
    event.preventDefault();
    press(event);
  });
  return node;
}

/** Show a count in a badge, nothing for zero. */
export function setBadge(badge, count) {
  badge.textContent = count > 99 ? "99+" : String(count);
  badge.hidden = count === 0;
}
