// What does the agent cost a page? Main-thread CPU of a page with it, less that of the same page without, and the time from
// the first statement of its script until every hook is armed, when the script returns.

import { createServer } from 'node:http';
import { median, roundRobin, table, verdict } from './numbers.mjs';

const ROUNDS = 25;

const START = 'globalThis.started = performance.now();';
const END = '<script>globalThis.armed = performance.now() - started</script>';

/** `tag`: the script tag as the gateway makes it; `script`: its body. */
export async function page(browser, tag, script) {
  const server = createServer((request, answer) => {
    if (request.url.startsWith('/.stepgate/')) return answer.setHeader('content-type', 'text/javascript').end(START + script);
    const head = request.url === '/with' ? tag + END : '';
    answer.setHeader('content-type', 'text/html').end(`<!doctype html><head>${head}<title>Bench</title></head><p>Text`);
  });
  await new Promise((done) => server.listen(0, '127.0.0.1', done));
  const address = `http://files.localhost:${server.address().port}`;
  const measure = (path) => () => cost(browser, address + path);
  const values = await roundRobin(ROUNDS, { empty: measure('/'), emptyAgain: measure('/'), agent: measure('/with') });
  server.close();
  const script_ = (name) => values[name].map((each) => each.script);
  const task = (name) => values[name].map((each) => each.task);
  table(`Page load, main-thread CPU in ms (median of ${ROUNDS}; ${verdict(task('empty'), task('emptyAgain'))})`, [
    ['', 'script', 'all'],
    ['empty page', median(script_('empty')).toFixed(2), median(task('empty')).toFixed(2)],
    ['with the agent', median(script_('agent')).toFixed(2), median(task('agent')).toFixed(2)],
    ['the agent', (median(script_('agent')) - median(script_('empty'))).toFixed(2), (median(task('agent')) - median(task('empty'))).toFixed(2)],
    ['script start to armed, wall', median(values.agent.map((each) => each.armed)).toFixed(2), ''],
  ]);
}

/** Milliseconds of main-thread CPU for one load in a new renderer. */
async function cost(browser, url) {
  const context = await browser.createBrowserContext();
  const opened = await context.newPage();
  const cdp = await opened.createCDPSession();
  await cdp.send('Performance.enable', { timeDomain: 'threadTicks' });
  await opened.goto(url, { waitUntil: 'load' });
  await opened.evaluate(() => new Promise((done) => requestIdleCallback(() => requestIdleCallback(done))));
  const armed = await opened.evaluate(() => globalThis.armed);
  const { metrics } = await cdp.send('Performance.getMetrics');
  await context.close();
  const value = (name) => metrics.find((metric) => metric.name === name).value * 1000;
  return { script: value('ScriptDuration'), task: value('TaskDuration'), armed };
}
