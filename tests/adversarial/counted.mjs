// How does an attempt that was held show that it happened after all, and how often?

/** By the name of the attack: a look at the page, the files it saved, or what `site` received. */
export const COUNTED = {
  'window.print': (page) => page.evaluate(() => seen),
  'a link with download': (page) => page.saved().length,
  'a blob, its address given up at once': (page) => page.saved().length,
  'a data address': (page) => page.saved().length,
  'a labelled link to an attachment': (page) => page.saved().length,
  'a click on a link outside the page': (page) => page.saved().length,
  'choosing a file': (page) => page.evaluate(() => seen),
  'a file input outside the page, by click': (page) => page.evaluate(() => seen),
  'dropping a file': (page) => page.evaluate(() => Number(seen)),
  'Ctrl+V': (page) => page.evaluate(() => t.value.split('SECRET').length - 1),
  'clipboard.readText': (page) => page.evaluate(() => Number(got === 'SECRET')),
  'fetch with a file': (page, site) => site.received.length,
  'fetch with text': (page, site) => site.received.length,
  XMLHttpRequest: (page, site) => site.received.length,
  sendBeacon: (page, site) => site.received.length,
  'a form, by its button': (page, site) => site.received.length,
  'a form, by submit()': (page, site) => site.received.length,
  'a message over a WebSocket': (page, site) => site.messages.length,
};
