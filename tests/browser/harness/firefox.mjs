// How is Firefox started, and how does a test see inside the agent's closed shadow root? Over WebDriver BiDi.

import { join } from 'node:path';
import puppeteer from 'puppeteer-core';
import { foldersFor } from './folder.mjs';
import { PuppetBrowser, PuppetPage } from './puppet.mjs';

const QUIET = {
  'browser.shell.checkDefaultBrowser': false,
  'datareporting.policy.dataSubmissionEnabled': false,
  'app.update.enabled': false,
  'network.captive-portal-service.enabled': false,
  'network.connectivity-service.enabled': false,
};

/** Starts Firefox in a window on `screen`; what it prints becomes a PDF, what it downloads a file. */
export async function launchFirefox(screen) {
  const folders = foldersFor('firefox');
  const browser = await startFirefox(screen, folders);
  return new PuppetBrowser(browser, { wrap: (page) => new FirefoxPage(page), prepare: () => {} }, folders);
}

/** The program itself, saving into `folders`, without a window if there is no `screen`; `preferences` and `more` are added to what it starts with. */
export function startFirefox(screen, folders, preferences = {}, more = {}) {
  return puppeteer.launch({
    timeout: 120_000, // a busy machine takes its time
    browser: 'firefox',
    executablePath: process.env.FIREFOX ?? '/usr/bin/firefox-esr',
    headless: !screen,
    env: { ...process.env, ...screen?.env },
    extraPrefsFirefox: { ...QUIET, ...savesTo(folders.saved), ...printsTo(folders.printed), ...preferences },
    defaultViewport: null,
    ...more,
  });
}

/** A page of Firefox; closed shadow roots are seen in what WebDriver BiDi serialises. */
export class FirefoxPage extends PuppetPage {
  /** The text of the agent's own interface: what stands in closed shadow roots. */
  async notice() {
    return (await this.#closedNodes()).filter((node) => node.value.nodeType === 3).map((node) => node.value.nodeValue.trim()).filter(Boolean).join('\n');
  }

  /** The middle of a button of the agent's interface; null while there is none. */
  async noticeButtonAt(name) {
    const button = (await this.#closedNodes()).find((node) => node.value.localName === 'button' && (textOf(node).trim() === name || node.value.attributes['aria-label'] === name));
    if (!button) return null;
    const { result } = await this.#send('script.callFunction', { functionDeclaration: String(middleOf), arguments: [{ sharedId: button.sharedId }], awaitPromise: false });
    return JSON.parse(result.value);
  }

  async #closedNodes() {
    const { result } = await this.#send('script.evaluate', { expression: 'document.documentElement', awaitPromise: false, serializationOptions: { maxDomDepth: null, includeShadowTree: 'all' } });
    return [...nodesOf(result)].filter((node) => node.value.mode === 'closed').flatMap((node) => [...nodesOf(node)].filter(isShown));
  }

  async #send(method, parameters) {
    const { result } = await this.page.browser().connection.send(method, { ...parameters, target: { context: this.page.mainFrame()._id } });
    if (result.type === 'exception') throw new Error(result.exceptionDetails.text);
    return result;
  }
}

function* nodesOf(node) {
  yield node;
  for (const child of [node.value?.shadowRoot, ...(node.value?.children ?? [])]) if (child?.value) yield* nodesOf(child);
}

const textOf = (node) => [...nodesOf(node)].filter((each) => each.value.nodeType === 3).map((each) => each.value.nodeValue).join('');

const isShown = (node) => !['style', 'script'].includes(node.value.localName);

/** Sent into the page: where the middle of an element is; null while it takes no room. */
function middleOf(element) {
  const box = element.getBoundingClientRect();
  return JSON.stringify(box.width > 0 ? { x: box.left + box.width / 2, y: box.top + box.height / 2 } : null);
}

const savesTo = (folder) => ({
  'browser.download.folderList': 2,
  'browser.download.dir': folder.path,
  'browser.download.useDownloadDir': true,
  'browser.download.always_ask_before_handling_new_types': false,
});

const printsTo = (folder) => ({
  'print.always_print_silent': true,
  print_printer: 'Mozilla Save to PDF',
  'print.printer_Mozilla_Save_to_PDF.print_to_file': true,
  'print.printer_Mozilla_Save_to_PDF.print_to_filename': join(folder.path, 'page.pdf'),
});
