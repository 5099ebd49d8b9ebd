// How is Chromium started, and how does a test see inside the agent's closed shadow root? Over CDP.

import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import puppeteer from 'puppeteer-core';
import { elementAt } from './find.mjs';
import { foldersFor } from './folder.mjs';
import { PuppetBrowser, PuppetPage } from './puppet.mjs';
import { until } from './wait.mjs';

const QUIET = [
  '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
  '--disable-component-update', '--disable-sync', '--window-size=1240,960', '--window-position=0,0', '--kiosk-printing',
];

/** Starts Chromium in a window on `screen`; what it prints becomes a PDF, what it downloads a file. */
export async function launchChromium(screen) {
  const folders = foldersFor('chromium');
  const browser = await startChromium(screen, folders);
  const cdp = await browser.target().createCDPSession();
  const wrap = (page) => ChromiumPage.open(page);
  const prepare = (context) => cdp.send('Browser.setDownloadBehavior', { behavior: 'allow', downloadPath: folders.saved.path, browserContextId: context.id });
  return new PuppetBrowser(browser, { wrap, prepare }, folders);
}

/** The program itself, on the profile in `folders`, without a window if there is no `screen`; `more` goes to puppeteer. */
export function startChromium(screen, folders, more = {}) {
  const profile = join(folders.home.path, 'profile');
  if (!existsSync(profile)) prepareProfile(profile, folders);
  const sandbox = process.getuid() === 0 ? ['--no-sandbox'] : [];
  return puppeteer.launch({
    timeout: 120_000, // a busy machine takes its time
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    headless: !screen,
    args: [...QUIET, ...sandbox, `--user-data-dir=${profile}`],
    env: { ...process.env, ...screen?.env },
    defaultViewport: null,
    ...more,
  });
}

/** A profile that saves downloads and, with `--kiosk-printing`, what is printed without asking. */
function prepareProfile(path, { saved, printed }) {
  const appState = JSON.stringify({ version: 2, recentDestinations: [{ id: 'Save as PDF', origin: 'local', account: '' }], selectedDestinationId: 'Save as PDF' });
  const preferences = {
    printing: { print_preview_sticky_settings: { appState } }, savefile: { default_directory: printed.path },
    download: { default_directory: saved.path, prompt_for_download: false },
  };
  mkdirSync(join(path, 'Default'), { recursive: true });
  writeFileSync(join(path, 'Default', 'Preferences'), JSON.stringify(preferences));
}

/** A page of Chromium. */
export class ChromiumPage extends PuppetPage {
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

  /** Drops a file of the disk on the element, as from a file manager. */
  async dropFile(selector, path) {
    const { x, y } = await until(`an element \`${selector}\``, () => this.evaluate(elementAt, selector));
    const data = { items: [], files: [path], dragOperationsMask: 1 };
    for (const type of ['dragEnter', 'dragOver', 'drop']) await this.cdp.send('Input.dispatchDragEvent', { type, x, y, data });
  }

  /** The middle of a button of the agent's interface; null while there is none. */
  async noticeButtonAt(name) {
    const buttons = (await this.#closedNodes()).filter((node) => node.nodeName === 'BUTTON');
    const button = buttons.find((node) => textOf(node).trim() === name || node.attributes.includes(name));
    if (!button) return null;
    const { model } = await this.cdp.send('DOM.getBoxModel', { backendNodeId: button.backendNodeId });
    const [x0, y0, x1, , , y2] = model.border;
    return model.width > 0 ? { x: (x0 + x1) / 2, y: (y0 + y2) / 2 } : null;
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
