// What does each engine need to run the extension, and to let a test run code in a page of it?

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ChromiumPage, startChromium } from './chromium.mjs';
import { FirefoxPage, startFirefox } from './firefox.mjs';
import { until } from './wait.mjs';

const DIST = process.env.STEPGATE_DIST ?? new URL('../../../dist/', import.meta.url).pathname;
const manifestOf = (path) => JSON.parse(readFileSync(join(path, 'manifest.json'), 'utf8'));

/** Chromium with the unpacked extension; CDP reaches its pages and its worker. */
export class ChromiumSide {
  path = join(DIST, 'extension-chromium');

  async start(screen, folders) {
    this.browser = await startChromium(screen, folders, { enableExtensions: [this.path], pipe: true });
    const worker = await this.#worker();
    this.base = new URL('/', worker.url()).href;
    return this.browser;
  }

  wrap(page) {
    return ChromiumPage.open(page);
  }

  /** Opens a page of the extension in a tab that nobody looks at; answers what runs functions in it. */
  async open(path) {
    const page = await this.browser.newPage({ type: 'tab', background: true });
    await page.goto(this.base + path, { waitUntil: 'load' });
    return { evaluate: (fn, ...args) => page.evaluate(fn, ...args), close: () => page.close() };
  }

  /** Is it a page of the extension itself? Its target knows, also where the page is so new that it has no frame yet. */
  owns(page) {
    return page.target().url().startsWith(this.base);
  }

  async forgetCookies() {
    const cdp = await this.browser.target().createCDPSession();
    await cdp.send('Storage.clearCookies');
    await cdp.detach();
  }

  /** Ends the service worker as the browser does when it has been idle. */
  async stopWorker() {
    const target = await this.#worker();
    const gone = new Promise((done) => this.browser.on('targetdestroyed', (each) => each === target && done()));
    await (await target.worker()).close();
    await gone;
  }

  #worker() {
    return this.browser.waitForTarget((each) => each.type() === 'service_worker' && each.url().startsWith('chrome-extension://'));
  }
}

/** Firefox with the extension installed for this run. Its pages are reached in raw WebDriver BiDi, which puppeteer waits for in vain. */
export class FirefoxSide {
  path = join(DIST, 'extension-firefox');
  #uuid = '0f0e0d0c-0b0a-4908-8706-050403020100';
  #own = new Set();

  async start(screen, folders) {
    const { id } = manifestOf(this.path).browser_specific_settings.gecko;
    this.id = id;
    this.base = `moz-extension://${this.#uuid}/`;
    const preferences = {
      'extensions.webextensions.uuids': JSON.stringify({ [id]: this.#uuid }),
      'extensions.webextensions.keepUuidOnUninstall': true,
      'extensions.webextensions.keepStorageOnUninstall': true,
    };
    // Its own switch lets WebDriver into pages of extensions.
    const more = { args: ['--remote-allow-system-access'], userDataDir: new URL(`file://${folders.home.path}/profile`).pathname };
    this.browser = await startFirefox(screen, folders, preferences, more);
    await this.browser.installExtension(this.path);
    return this.browser;
  }

  wrap(page) {
    return new FirefoxPage(page);
  }

  async open(path) {
    const { context } = await this.#send('browsingContext.create', { type: 'tab', background: true });
    this.#own.add(context);
    await this.#send('browsingContext.navigate', { context, url: this.base + path, wait: 'none' });
    const evaluate = async (fn, ...args) => {
      const expression = `(async () => JSON.stringify(await (${fn})(...${JSON.stringify(args)})))()`;
      return this.#run(context, expression);
    };
    await until(`${path} of the extension`, () => evaluate(() => document.readyState === 'complete' && location.protocol === 'moz-extension:'));
    return { evaluate, close: () => this.#send('browsingContext.close', { context }) };
  }

  /** Is it a page of the extension itself? Puppeteer does not learn their addresses. */
  owns(page) {
    return this.#own.has(page.mainFrame()._id);
  }

  forgetCookies() {
    return this.#send('storage.deleteCookies', {});
  }

  /** Ends the event page as the browser does when it has been idle. */
  async stopWorker() {
    const { contexts } = await this.#send('browsingContext.getTree', { 'moz:scope': 'chrome' });
    const end = `(async () => { await WebExtensionPolicy.getByID(${JSON.stringify(this.id)}).extension.terminateBackground({ ignoreDevToolsAttached: true }); return 'true'; })()`;
    await this.#run(contexts[0].context, end);
  }

  async #run(context, expression) {
    const answer = await this.#send('script.evaluate', { expression, target: { context }, awaitPromise: true });
    if (answer.type === 'exception') throw new Error(answer.exceptionDetails.text);
    return answer.result.value === undefined ? undefined : JSON.parse(answer.result.value);
  }

  async #send(method, parameters) {
    return (await this.browser.connection.send(method, parameters)).result;
  }
}
