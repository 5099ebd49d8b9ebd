// What does the extension cost a page? A load and a decided copy on a site it governs and on one it does not, beside the
// same in a browser without it.

import { createServer } from 'node:http';
import { signedConfiguration } from '../browser/harness/bundle.mjs';
import { startChromium } from '../browser/harness/chromium.mjs';
import { launchWithExtension } from '../browser/harness/extension.mjs';
import { foldersFor } from '../browser/harness/folder.mjs';
import { until } from '../browser/harness/wait.mjs';
import { median, roundRobin, table, verdict } from './numbers.mjs';

const ROUNDS = 25;
const COPIES = 200;
const GOVERNED = 'governed.localhost';
const PAGE = '<!doctype html><title>Bench</title><p>Text';

export async function extension() {
  const server = createServer((_, answer) => answer.setHeader('content-type', 'text/html').end(PAGE));
  await new Promise((done) => server.listen(0, '127.0.0.1', done));
  const folders = foldersFor('bench-chromium');
  const [bare, extended] = await Promise.all([startChromium(undefined, folders), launchWithExtension('chromium')]);
  try {
    await configure(extended);
    const { port } = server.address();
    await measureAll(bare, extended.browser, (host) => `http://${host}:${port}/`);
  } finally {
    await Promise.all([bare.close(), extended.close()]);
    folders.home.remove();
    server.close();
  }
}

/** Copying is recorded on the one site, by the shipped policies and the core that governs pages. */
async function configure(extended) {
  const sites = [{ app: 'files', title: 'Files', matches: [`http://${GOVERNED}/*`] }];
  await extended.configure(signedConfiguration({ policies: 'policies', sites }));
  await until('the policies are in force', async () => (await extended.kept('policy')).sites.every((site) => site.boot));
}

async function measureAll(bare, extended, at) {
  const on = (browser, host) => () => visit(browser, at(host));
  const values = await roundRobin(ROUNDS, {
    bare: on(bare, GOVERNED), bareAgain: on(bare, GOVERNED), ungoverned: on(extended, 'elsewhere.localhost'), governed: on(extended, GOVERNED),
  });
  const of = (name, what) => values[name].map((each) => each[what]);
  const row = (title, name) => [title, ...['load', 'copy'].flatMap((what) => {
    const one = median(of(name, what));
    return [one.toFixed(what === 'load' ? 2 : 4), (one / median(of('bare', what))).toFixed(2)];
  })];
  const fair = ['load', 'copy'].map((what) => `${what}: ${verdict(of('bare', what), of('bareAgain', what))}`).join('; ');
  table(`The extension in Chromium, main-thread CPU of a page load and time of a copy in ms (median of ${ROUNDS}; ${fair})`, [
    ['', 'load', 'ratio', 'copy', 'ratio'],
    row('without the extension', 'bare'), row('with it, on a site it does not govern', 'ungoverned'), row('with it, on a site it governs', 'governed'),
  ]);
}

/** One load in a new tab, and then copies one after the other. */
async function visit(browser, url) {
  const page = await browser.newPage();
  const cdp = await page.createCDPSession();
  await cdp.send('Performance.enable', { timeDomain: 'threadTicks' });
  await page.goto(url, { waitUntil: 'load' });
  await page.evaluate(() => new Promise((done) => requestIdleCallback(() => requestIdleCallback(done))));
  const { metrics } = await cdp.send('Performance.getMetrics');
  const load = metrics.find((metric) => metric.name === 'TaskDuration').value * 1000;
  await page.bringToFront();
  const copy = await page.evaluate(copyMany, COPIES);
  await page.close();
  return { load, copy };
}

/** Sent into the page: milliseconds of one copy. */
function copyMany(count) {
  document.body.textContent = 'x'.repeat(200);
  getSelection().selectAllChildren(document.body);
  for (let index = 0; index < count / 4; index += 1) document.execCommand('copy');
  const start = performance.now();
  for (let index = 0; index < count; index += 1) document.execCommand('copy');
  return (performance.now() - start) / count;
}
