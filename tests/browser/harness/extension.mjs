// How does a browser run with the extension in it, and how does a test speak with it? Through a page of the extension.

import { ChromiumSide, FirefoxSide } from './extension-engines.mjs';
import { foldersFor } from './folder.mjs';
import { PuppetBrowser } from './puppet.mjs';
import { until } from './wait.mjs';

const SIDES = { chromium: ChromiumSide, firefox: FirefoxSide };

/** Starts `engine` (`chromium` or `firefox`) on `screen`, or without a window, with the extension that `./build.sh extension` made. */
export async function launchWithExtension(engine, screen) {
  const side = new SIDES[engine]();
  const folders = foldersFor(`${engine}-extension`);
  const browser = new ExtensionBrowser(await side.start(screen, folders), side, folders);
  browser.screen = screen;
  await browser.openConsole();
  return browser;
}

/** A browser with the extension. Extensions do not run in further contexts, so there is one person at a time. */
class ExtensionBrowser extends PuppetBrowser {
  constructor(browser, side, folders) {
    super(browser, { wrap: (page) => side.wrap(page), prepare: () => {} }, folders);
    this.side = side;
  }

  /** Opens the extension's options page, through which the test speaks with it. */
  async openConsole() {
    this.console = await this.side.open('options.html');
  }

  /** Sends the extension's worker a message, as its own pages do, and answers the answer. */
  ask(message) {
    return this.console.evaluate((sent) => (globalThis.browser ?? chrome).runtime.sendMessage(sent), message);
  }

  /** What the extension keeps under a name in `storage.local`. */
  async kept(name) {
    return (await this.console.evaluate((key) => (globalThis.browser ?? chrome).storage.local.get(key), name))[name];
  }

  /** Configures it as a tester does, and waits until `sites` are held. */
  async configure(config) {
    this.config = config;
    const { trouble } = await this.ask({ is: 'configure', config });
    if (trouble) throw new Error(`the extension does not take its configuration: ${trouble}`);
    await until('the sites are registered', async () => (await this.registered()).length > 0);
  }

  /** The content scripts that the browser keeps for the extension. */
  registered() {
    return this.console.evaluate(() => (globalThis.browser ?? chrome).scripting.getRegisteredContentScripts());
  }

  /** A page of a new person: no other page, no cookies, and nobody's policies. */
  async page() {
    const fresh = await this.browser.newPage();
    for (const other of await this.#pages()) if (other !== fresh) await close(other);
    await this.side.forgetCookies();
    if (this.config?.gateway) await this.#forgetPolicies();
    await fresh.bringToFront();
    return this.engine.wrap(fresh);
  }

  /** As in a browser that no person has signed in with yet. */
  async #forgetPolicies() {
    await this.console.evaluate(() => (globalThis.browser ?? chrome).storage.local.remove('fetched'));
    await this.configure(this.config);
  }

  async beside() {
    return this.engine.wrap(await this.browser.newPage());
  }

  async otherWindow(page) {
    const other = (await this.#pages()).find((each) => each !== page.page && !each.isClosed());
    return other && this.engine.wrap(other);
  }

  async pageCount() {
    return (await this.#pages()).length;
  }

  /** Ends the worker as the browser does when it has been idle. */
  stopWorker() {
    return this.side.stopWorker();
  }

  /** Ends the browser, and answers when it runs again on the same profile. */
  async restart() {
    await this.browser.close();
    this.browser = await this.side.start(this.screen, { home: this.home, saved: this.saved, printed: this.printed });
    await this.openConsole();
  }

  async #pages() {
    return (await this.browser.pages()).filter((each) => !this.side.owns(each));
  }
}

/** Closes a page, which may be just closing by itself. */
async function close(page) {
  try {
    await page.close();
  } catch (error) {
    if (!/No target with given id|Target closed/.test(error.message)) throw error;
  }
}
