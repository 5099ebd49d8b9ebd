// What does every journey do? Starts the product and a browser, signs in, and keeps a picture when it fails.

import { writeFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { launch } from './browsers.mjs';
import { Product } from './product.mjs';
import { Screen } from './screen.mjs';
import { until } from './wait.mjs';

const PICTURES = new URL('../../../target/journeys/', import.meta.url).pathname;

/**
 * Starts the product and `engine` once for all tests of a file; `test(name, body)` gives each a person of its own.
 * `start` starts another kind of browser, `ready` is called when everything runs, and `end` when it is over.
 */
export function journeys(engine, { start = launch, ready = () => {}, end = () => {} } = {}) {
  const world = { engine };
  before(async () => {
    world.screen = await Screen.start();
    world.product = await Product.start();
    world.browser = await start(engine, world.screen);
    await ready();
  });
  after(async () => {
    await world.browser?.close();
    await end();
    await world.product?.end();
    await world.screen?.stop();
  });
  world.test = (name, body) => test(`${engine}: ${name}`, { timeout: 120_000 }, async (context) => {
    try {
      await walk(world, name, body);
    } catch (error) {
      // WebKitGTK's MiniBrowser 2.50 crashes now and then on its way to a page, which says nothing about the page.
      if (!world.browser.hasCrashed?.()) throw error;
      context.diagnostic(`the browser's program crashed (${error.message}); once more in a new one`);
      await walk(world, name, body);
    }
  });
  return world;
}

/** Walks a journey as a new person. */
async function walk(world, name, body) {
  const page = await world.browser.page();
  try {
    await body(page);
  } catch (error) {
    await keepEvidence(world, page, name, error);
    throw error;
  } finally {
    await page.close().catch(() => {});
  }
}

/** Signs in as `person` and stands in the app, past the notice. */
export async function enter(page, address, person) {
  await page.goto(address);
  await page.click(person);
  await page.click(`Continue to ${address.includes('//notes.') ? 'Notes' : 'Files'}`);
  await page.waitFor('the app', () => document.readyState === 'complete' && document.querySelector('#document, #editor') !== null);
}

/** Proves the second factor with the code that the demo shows, and accepts the terms if they are asked for. */
export async function prove(page) {
  await enterCode(page, await demoCode(page));
  await page.click('Accept');
}

/** Proves it in the other window and comes back to the page, as a desktop does when a window closes. */
export async function returnFrom(page, popup) {
  await prove(popup);
  await until('the other window closes', () => popup.isClosed());
  await page.front();
}

/** The code that the demo shows on the second-factor page. */
export async function demoCode(page) {
  // A code works once, so a person who proves it often waits for the next one; the page comes again by itself then.
  return until('the demo code', () => page.evaluate(() => document.querySelector('#demo-code')?.textContent.replace(/\D/g, '')), 45_000);
}

/** Types a code on the second-factor page and sends it. */
export async function enterCode(page, code) {
  await page.fill('Verification code', code);
  await page.click('Verify');
}

async function keepEvidence(world, page, name, error) {
  const file = `${world.engine}-${name.replace(/\W+/g, '-').slice(0, 80)}`;
  await page.screenshot(`${PICTURES}${file}.png`).catch(() => {});
  await world.browser.otherWindow?.(page).then((other) => other?.screenshot(`${PICTURES}${file}-other-window.png`)).catch(() => {});
  const said = await page.notice?.().catch(() => '');
  const report = [error.stack, `at ${await page.where()}`, `the page shows:\n${await page.text().catch(() => '')}`, `the agent shows:\n${said}`, `the product printed:\n${world.product.program.output}`];
  writeFileSync(`${PICTURES}${file}.txt`, report.join('\n\n'));
}
