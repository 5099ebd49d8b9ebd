// What does a person see and press? These functions are sent into the page, so each stands on its own.

/** The middle of the visible control (button, link, field, labelled box) called `name`; null until it can be hit there. */
export function controlAt(name) {
  const called = (element) => [
    element.getAttribute('aria-label'),
    element.labels?.[0]?.textContent,
    element.matches('input[type=submit], input[type=button]') ? element.value : null,
    element.matches('input, textarea, select') ? element.placeholder : element.textContent,
    element.querySelector?.('.name')?.textContent,
  ].map((text) => text?.replace(/\s+/g, ' ').trim());
  const shown = (element) => element.getBoundingClientRect().width > 0 && getComputedStyle(element).visibility !== 'hidden';
  const controls = [...document.querySelectorAll('button, a, input, textarea, select, summary, [role=button], [contenteditable]')];
  const found = controls.find((element) => shown(element) && called(element).includes(name));
  if (!found || document.readyState !== 'complete') return null;
  found.scrollIntoView({ block: 'center', inline: 'center', behavior: 'instant' });
  const box = found.getBoundingClientRect();
  const at = { x: box.left + box.width / 2, y: box.top + box.height / 2 };
  return found.contains(document.elementFromPoint(at.x, at.y)) ? at : null;
}

/** The same for the first visible element that fits a CSS selector. */
export function elementAt(selector) {
  const found = [...document.querySelectorAll(selector)].find((element) => element.getBoundingClientRect().width > 0);
  if (!found || document.readyState !== 'complete') return null;
  found.scrollIntoView({ block: 'center', inline: 'center', behavior: 'instant' });
  const box = found.getBoundingClientRect();
  const at = { x: box.left + box.width / 2, y: box.top + box.height / 2 };
  return found.contains(document.elementFromPoint(at.x, at.y)) ? at : null;
}

/** The text of the page as it is shown. */
export function shownText() {
  return document.body?.innerText ?? '';
}
