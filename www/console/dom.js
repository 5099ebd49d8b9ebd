// How is an element made? Text goes in as text, never as HTML.

/** `make("p", { class: "note", title: "…" }, "words", child)`; attributes that are null, undefined or false are left out. */
export function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== null && value !== undefined && value !== false) element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.filter((child) => child !== null && child !== undefined && child !== ""));
  return element;
}

/** Words with `values` or "values" in them, as nodes: the values set apart. */
export function marked(text) {
  const parts = text.split(/(`[^`]*`|"(?:[^"\\]|\\.)*")/);
  return parts.map((part, at) => (at % 2 ? make("code", {}, part.slice(1, -1)) : part));
}

export const find = (selector) => document.querySelector(selector);
