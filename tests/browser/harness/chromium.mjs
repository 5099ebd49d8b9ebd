// How is Chromium started, and how does a test see inside the agent's closed shadow root? Over CDP.

import { mkdtempSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import puppeteer from 'puppeteer-core';
import { PuppetBrowser, PuppetPage } from './puppet.mjs';
import { until } from './wait.mjs';

const QUIET = [
  '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
  '--disable-component-update', '--disable-sync', '--window-size=1240,960', '--window-position=0,0',
];

/** Starts Chromium in a window on `screen`; with `screen` null, headless. */
export async function launchChromium(screen) {
  const sandbox = process.getuid() === 0 ? ['--no-sandbox'] : [];
  const browser = await puppeteer.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    headless: !screen,
    args: [...QUIET, ...sandbox],
    env: { ...process.env, ...screen?.env },
    defaultViewport: null,
  });
  return new PuppetBrowser(browser, screen, ChromiumPage.open);
}

class ChromiumPage extends PuppetPage {
  static async open(page, context) {
    const cdp = await page.createCDPSession();
    const opened = new ChromiumPage(page);
    opened.cdp = cdp;
    opened.context = context;
    return opened;
  }

  /** Lets downloads go to a new folder, and answers the folder. */
  async keepDownloads() {
    const folder = mkdtempSync(join(tmpdir(), 'stepgate-downloads-'));
    await this.cdp.send('Browser.setDownloadBehavior', { behavior: 'allow', downloadPath: folder, browserContextId: this.context.id });
    return new Downloads(folder);
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

  async #buttonBox(name) {
    const buttons = (await this.#closedNodes()).filter((node) => node.nodeName === 'BUTTON');
    const button = buttons.find((node) => textOf(node).trim() === name);
    if (!button) return null;
    const { model } = await this.cdp.send('DOM.getBoxModel', { backendNodeId: button.backendNodeId });
    return model.width > 0 ? model.border : null;
  }

  async #closedNodes() {
    const { root } = await this.cdp.send('DOM.getDocument', { depth: -1, pierce: true });
    return [...nodesOf(root)].filter((node) => node.shadowRootType === 'closed').flatMap((node) => [...nodesOf(node)].filter(isShown));
  }
}

/** A folder that a browser saves into. */
class Downloads {
  constructor(folder) {
    this.folder = folder;
  }

  /** Names of the files saved completely. */
  names() {
    return readdirSync(this.folder).filter((name) => !name.endsWith('.crdownload')).sort();
  }

  /** Waits for a file whose name fits, and answers its path. */
  async file(pattern) {
    const name = await until(`a saved file ${pattern}`, () => this.names().find((each) => pattern.test(each)));
    return join(this.folder, name);
  }
}

function* nodesOf(node) {
  yield node;
  for (const child of [...(node.shadowRoots ?? []), ...(node.children ?? [])]) yield* nodesOf(child);
}

const textOf = (node) => [...nodesOf(node)].filter((each) => each.nodeType === 3).map((each) => each.nodeValue).join('');

const isShown = (node) => !['STYLE', 'SCRIPT'].includes(node.nodeName);
