// What does a person see and press? These functions are sent into the page, so each stands on its own.

/** The middle of the visible control (button, link, field, labelled box) called `name`, or null. */
export function controlAt(name) {
  const visible = (element) => {
    const box = element.getBoundingClientRect();
    return box.width > 0 && box.height > 0 && getComputedStyle(element).visibility !== 'hidden';
  };
  const called = (element) => [
    element.getAttribute('aria-label'),
    element.labels?.[0]?.textContent,
    element.matches('input[type=submit], input[type=button]') ? element.value : null,
    element.matches('input, textarea, select') ? element.placeholder : element.textContent,
    element.querySelector?.('strong, b, .name')?.textContent,
  ].map((text) => text?.replace(/\s+/g, ' ').trim());
  const controls = [...document.querySelectorAll('button, a, input, textarea, select, summary, [role=button], [contenteditable]')];
  const found = controls.filter(visible).find((element) => called(element).includes(name));
  if (!found) return null;
  found.scrollIntoView({ block: 'center', inline: 'center', behavior: 'instant' });
  const box = found.getBoundingClientRect();
  return { x: box.left + box.width / 2, y: box.top + box.height / 2 };
}

/** The middle of the first visible element that fits a CSS selector, or null. */
export function elementAt(selector) {
  const found = [...document.querySelectorAll(selector)].find((element) => element.getBoundingClientRect().width > 0);
  if (!found) return null;
  found.scrollIntoView({ block: 'center', inline: 'center', behavior: 'instant' });
  const box = found.getBoundingClientRect();
  return { x: box.left + box.width / 2, y: box.top + box.height / 2 };
}

/** The text of the page as it is shown. */
export function shownText() {
  return document.body?.innerText ?? '';
}
