// Which browser do these tests run in? Chromium without a window, one for all tests of a file.

import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import puppeteer from 'puppeteer-core';
import { Folder } from '../browser/harness/folder.mjs';

const QUIET = [
  '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
  '--disable-component-update', '--disable-sync', '--disable-popup-blocking',
];

/** Waits until `look` answers something true, and answers it. */
export async function until(what, look, patience = 20_000) {
  const end = Date.now() + patience;
  for (;;) {
    const found = await look();
    if (found) return found;
    if (Date.now() > end) throw new Error(`waited ${patience} ms: ${what}`);
    await new Promise((done) => setTimeout(done, 15));
  }
}

/** Chromium with a folder for downloads. */
export async function startBrowser() {
  const folder = mkdtempSync(join(tmpdir(), 'stepgate-chromium-'));
  const browser = await puppeteer.launch({
    timeout: 120_000, // a busy machine takes its time
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', headless: true, args: QUIET, userDataDir: join(folder, 'profile'),
  });
  return new Browser(browser, folder);
}

class Browser {
  constructor(browser, folder) {
    this.browser = browser;
    this.folder = folder;
  }

  /** A page in a context of its own, with a downloads folder of its own, that may use the clipboard. */
  async open(origin) {
    const context = await this.browser.createBrowserContext();
    await context.overridePermissions(origin, ['clipboard-read', 'clipboard-write', 'clipboard-sanitized-write']);
    const saved = new Folder(mkdtempSync(join(this.folder, 'saved-')));
    const page = await context.newPage();
    const cdp = await page.createCDPSession();
    await cdp.send('Browser.setDownloadBehavior', { behavior: 'allow', downloadPath: saved.path, browserContextId: context.id });
    return Object.assign(page, { cdp, saved: () => saved.names(), savedText: (name) => readFileSync(join(saved.path, name), 'utf8'), savedPath: (name) => join(saved.path, name), context });
  }

  async close() {
    await this.browser.close();
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** Everything the agent shows on `page`: texts and buttons of its closed shadow root, over CDP. */
export async function shown(page) {
  const { root } = await page.cdp.send('DOM.getDocument', { depth: -1, pierce: true });
  const texts = [], buttons = [];
  const walk = (node, ours) => {
    if (ours && node.nodeType === 3 && node.nodeValue.trim()) texts.push(node.nodeValue.trim());
    if (ours && node.nodeName === 'BUTTON') buttons.push(node);
    for (const child of node.children ?? []) walk(child, ours);
    for (const shadow of node.shadowRoots ?? []) walk(shadow, ours || shadow.shadowRootType === 'closed');
  };
  walk(root, false);
  return { text: texts.join('\n'), buttons };
}

/** Presses a button of the agent with the mouse. */
export async function press(page, label) {
  const box = await until(`a button \`${label}\``, async () => {
    for (const button of (await shown(page)).buttons) {
      if (button.children?.[0]?.nodeValue !== label) continue;
      const model = await page.cdp.send('DOM.getBoxModel', { backendNodeId: button.backendNodeId }).catch(() => null);
      if (model) return model.model.content;
    }
    return null;
  });
  await page.mouse.click((box[0] + box[4]) / 2, (box[1] + box[5]) / 2);
}
