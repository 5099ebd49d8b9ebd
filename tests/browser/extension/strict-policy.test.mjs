// Does the main job work in Chromium under `script-src 'self'`, and does that policy hear nothing of the extension?

import assert from 'node:assert/strict';
import { until } from '../harness/wait.mjs';
import { extensionJourneys } from './journey.mjs';
import { mainJob } from './main-job.mjs';

const REPORTING = "default-src 'none'; script-src 'self'; require-trusted-types-for 'script'; trusted-types 'none'; report-uri /violation";
const SCRIPT = "seen = []; addEventListener('securitypolicyviolation', (event) => seen.push(event.effectiveDirective));";

const world = extensionJourneys('chromium', "script-src 'self'");
mainJob(world, 'a link that script presses');

world.test('the strictest policy of a page, which reports, hears nothing of the extension, its notices or its engine', async (page) => {
  world.server.put('/strict', '<!doctype html><title>Strict</title><script src="/strict.js"></script><p id="p">words</p>', { 'content-security-policy': REPORTING });
  world.server.put('/strict.js', SCRIPT, { 'content-type': 'text/javascript' });
  world.server.put('/violation', '');
  const reports = () => world.server.asked.filter((one) => one === 'POST /violation').length;
  const violations = () => page.evaluate(() => seen);
  await page.goto(world.server.page('files', '/strict'));
  await page.front();
  await page.evaluate(() => getSelection().selectAllChildren(document.querySelector('#p')));
  await page.press('Control+c');
  await page.seeNotice('Copy blocked');
  assert.deepEqual(await violations(), []);
  await page.evaluate(() => (new Image().src = '/refused.png'));
  await until('the page hears of what it does itself', async () => (await violations()).length === 1);
  await until('and so does its server, of nothing else', () => reports() === 1);
});
