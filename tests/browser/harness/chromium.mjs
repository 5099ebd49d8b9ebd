// How is Chromium started, and how does a test see inside the agent's closed shadow root? Over CDP.

import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import puppeteer from 'puppeteer-core';
import { elementAt } from './find.mjs';
import { Folder, temporaryFolder } from './folder.mjs';
import { PuppetBrowser, PuppetPage } from './puppet.mjs';
import { until } from './wait.mjs';

const QUIET = [
  '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
  '--disable-component-update', '--disable-sync', '--window-size=1240,960', '--window-position=0,0', '--kiosk-printing',
];

/** Starts Chromium in a window on `screen`; what it prints becomes a PDF, what it downloads a file. */
export async function launchChromium(screen) {
  const home = new Folder(temporaryFolder('chromium'));
  const saved = new Folder(join(home.path, 'saved'));
  const printed = new Folder(join(home.path, 'printed'));
  const profile = profileThatPrintsTo(printed, join(home.path, 'profile'));
  const sandbox = process.getuid() === 0 ? ['--no-sandbox'] : [];
  const browser = await puppeteer.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    headless: false,
    args: [...QUIET, ...sandbox, `--user-data-dir=${profile}`],
    env: { ...process.env, ...screen.env },
    defaultViewport: null,
  });
  const cdp = await browser.target().createCDPSession();
  const wrap = (page) => ChromiumPage.open(page);
  const prepare = (context) => cdp.send('Browser.setDownloadBehavior', { behavior: 'allow', downloadPath: saved.path, browserContextId: context.id });
  return new PuppetBrowser(browser, { wrap, prepare }, { home, saved, printed });
}

/** A profile in which `window.print()` saves a PDF without asking (with `--kiosk-printing`). */
function profileThatPrintsTo(printed, path) {
  const appState = JSON.stringify({ version: 2, recentDestinations: [{ id: 'Save as PDF', origin: 'local', account: '' }], selectedDestinationId: 'Save as PDF' });
  const preferences = { printing: { print_preview_sticky_settings: { appState } }, savefile: { default_directory: printed.path } };
  mkdirSync(join(path, 'Default'), { recursive: true });
  writeFileSync(join(path, 'Default', 'Preferences'), JSON.stringify(preferences));
  return path;
}

class ChromiumPage extends PuppetPage {
  static async open(page) {
    const opened = new ChromiumPage(page);
    opened.cdp = await page.createCDPSession();
    return opened;
  }

  /** The text of the agent's own interface: what stands in closed shadow roots. */
  async notice() {
    const nodes = await this.#closedNodes();
    return nodes.filter((node) => node.nodeType === 3).map((node) => node.nodeValue.trim()).filter(Boolean).join('\n');
  }

  /** Waits until the agent's interface shows `text`. */
  seeNotice(text) {
    return until(`the agent shows \`${text}\``, async () => (await this.notice()).includes(text));
  }

  /** Waits until the agent's interface shows nothing. */
  noNotice() {
    return until('the agent shows nothing', async () => (await this.notice()) === '');
  }

  /** Presses the button called `name` in the agent's interface with the mouse. */
  async clickNotice(name) {
    const box = await until(`a button \`${name}\` in the agent's interface`, () => this.#buttonBox(name));
    const [x0, y0, x1, , , y2] = box;
    await this.pressAt((x0 + x1) / 2, (y0 + y2) / 2);
  }

  /** Drops a file of the disk on the element, as from a file manager. */
  async dropFile(selector, path) {
    const { x, y } = await until(`an element \`${selector}\``, () => this.evaluate(elementAt, selector));
    const data = { items: [], files: [path], dragOperationsMask: 1 };
    for (const type of ['dragEnter', 'dragOver', 'drop']) await this.cdp.send('Input.dispatchDragEvent', { type, x, y, data });
  }

  async #buttonBox(name) {
    const buttons = (await this.#closedNodes()).filter((node) => node.nodeName === 'BUTTON');
    const button = buttons.find((node) => textOf(node).trim() === name || node.attributes.includes(name));
    if (!button) return null;
    const { model } = await this.cdp.send('DOM.getBoxModel', { backendNodeId: button.backendNodeId });
    return model.width > 0 ? model.border : null;
  }

  async #closedNodes() {
    const { root } = await this.cdp.send('DOM.getDocument', { depth: -1, pierce: true });
    return [...nodesOf(root)].filter((node) => node.shadowRootType === 'closed').flatMap((node) => [...nodesOf(node)].filter(isShown));
  }
}

function* nodesOf(node) {
  yield node;
  for (const child of [...(node.shadowRoots ?? []), ...(node.children ?? [])]) yield* nodesOf(child);
}

const textOf = (node) => [...nodesOf(node)].filter((each) => each.nodeType === 3).map((each) => each.nodeValue).join('');

const isShown = (node) => !['STYLE', 'SCRIPT'].includes(node.nodeName);
