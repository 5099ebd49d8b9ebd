// What can a test do with a page of any engine? One small interface over each engine's few primitives.

import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { controlAt, elementAt, shownText } from './find.mjs';
import { until } from './wait.mjs';

/**
 * A page. An engine supplies `goto(url)`, `url()`, `evaluate(fn, ...args)`, `pressAt(x, y)`, `type(text)`,
 * `press(keys)` (such as `Control+c`), `capture()` (PNG bytes) and `close()`.
 */
export class Page {
  /** Waits until a control called `name` is there, and presses it with the mouse. */
  async click(name) {
    const at = await until(`a control called \`${name}\` on ${await this.where()}`, () => this.evaluate(controlAt, name));
    await this.pressAt(at.x, at.y);
  }

  /** Waits until an element fits `selector`, and presses it with the mouse. */
  async clickOn(selector) {
    const at = await until(`an element \`${selector}\` on ${await this.where()}`, () => this.evaluate(elementAt, selector));
    await this.pressAt(at.x, at.y);
  }

  /** Puts the caret in the field called `name` and types. */
  async fill(name, text) {
    await this.click(name);
    await this.type(text);
  }

  /** The text that the page shows. */
  text() {
    return this.evaluate(shownText);
  }

  /** Waits until the page shows `text`. */
  see(text, timeout) {
    return until(`the page shows \`${text}\``, async () => (await this.text()).includes(text), timeout);
  }

  /** Waits until the page's address fits `pattern`. */
  arrive(pattern, timeout) {
    return until(`the page is at ${pattern}`, async () => pattern.test(await this.url()), timeout);
  }

  /** Waits until `fn`, run in the page, answers something truthy. */
  waitFor(what, fn, ...args) {
    return until(what, () => this.evaluate(fn, ...args));
  }

  /** Saves a picture of the page. */
  async screenshot(path) {
    mkdirSync(dirname(path), { recursive: true });
    const { writeFile } = await import('node:fs/promises');
    await writeFile(path, await this.capture());
  }

  /** The address, for messages: never fails. */
  async where() {
    return Promise.resolve(this.url()).catch(() => 'a page that is gone');
  }
}
