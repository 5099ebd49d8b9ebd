// How are Chromium and Firefox driven? Through puppeteer-core: CDP for the one, WebDriver BiDi for the other.

import { Page } from './page.mjs';
import { until } from './wait.mjs';

/** A page behind puppeteer's `Page`. */
export class PuppetPage extends Page {
  constructor(page) {
    super();
    this.page = page;
  }

  async goto(url) {
    await this.page.goto(url, { waitUntil: 'load', timeout: 30_000 });
  }

  url() {
    return this.page.url();
  }

  evaluate(fn, ...args) {
    return this.page.evaluate(fn, ...args);
  }

  pressAt(x, y) {
    return this.page.mouse.click(x, y);
  }

  type(text) {
    return this.page.keyboard.type(text);
  }

  async press(keys) {
    const names = keys.split('+');
    const last = names.pop();
    for (const name of names) await this.page.keyboard.down(name);
    await this.page.keyboard.press(last);
    for (const name of names.reverse()) await this.page.keyboard.up(name);
  }

  /** Chooses files in a file input, as a person does in the browser's dialog. */
  async chooseFiles(selector, paths) {
    const input = await this.page.waitForSelector(selector);
    await input.uploadFile(...paths);
  }

  /** Waits until the agent's interface shows `text`. The engine supplies `notice()` and `noticeButtonAt(name)`. */
  seeNotice(text) {
    return until(`the agent shows \`${text}\``, async () => (await this.notice()).includes(text));
  }

  /** Waits until the agent's interface shows nothing. */
  noNotice() {
    return until('the agent shows nothing', async () => (await this.notice()) === '');
  }

  /** Presses the button called `name` in the agent's interface with the mouse. */
  async clickNotice(name) {
    const { x, y } = await until(`a button \`${name}\` in the agent's interface`, () => this.noticeButtonAt(name));
    await this.pressAt(x, y);
  }

  /** Every cookie of an address, also those that script cannot read. */
  cookies(address) {
    return this.page.cookies(address);
  }

  capture() {
    return this.page.screenshot();
  }

  front() {
    return this.page.bringToFront();
  }

  isClosed() {
    return this.page.isClosed();
  }

  close() {
    return this.page.close();
  }
}

/** A running browser behind puppeteer's `Browser`: one at a time, with contexts that share nothing. */
export class PuppetBrowser {
  /**
   * `engine`: `wrap` makes a page of puppeteer's, `prepare` gets each new context.
   * `folders`: `home`, removed at the end, and in it `saved` and `printed`.
   */
  constructor(browser, engine, folders) {
    this.browser = browser;
    this.engine = engine;
    this.home = folders.home;
    this.saved = folders.saved;
    this.printed = folders.printed;
  }

  /** A page of a new person: no cookies, no storage. */
  async page() {
    const context = await this.browser.createBrowserContext();
    await this.engine.prepare(context);
    return this.engine.wrap(await context.newPage());
  }

  /** A further page of the same person as `page`. */
  async beside(page) {
    return this.engine.wrap(await page.page.browserContext().newPage());
  }

  /** Waits for a window that `page` opened, other than itself. */
  popup(page) {
    return until('a new window', () => this.otherWindow(page));
  }

  /** A window of the same person other than `page`, if there is one now. */
  async otherWindow(page) {
    const all = await page.page.browserContext().pages();
    const other = all.find((each) => each !== page.page && !each.isClosed());
    return other && this.engine.wrap(other);
  }

  /** How many pages the person of `page` has open. */
  async pageCount(page) {
    return (await page.page.browserContext().pages()).length;
  }

  async close() {
    await this.browser.close();
    this.home.remove();
  }
}
