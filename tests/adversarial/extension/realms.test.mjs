// Is a fresh realm a way around the extension? Frames and windows the page makes itself, and a document written anew.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { until } from '../browser.mjs';
import { startGoverned } from './fixture.mjs';
import { CLOSED, KNOWN_GAPS } from './realm-routes.mjs';

const STRANGER = '<script>document.body.append(Object.assign(document.createElement("iframe"), { src: decodeURIComponent(location.search.slice(1)) }))</script>';
const PATIENCE = 15_000;

for (const [engine, unsaid] of [['chromium', []], ['firefox']]) {
  let world;
  before(async () => {
    world = await startGoverned(engine);
    world.site.put(STRANGER, { path: '/stranger', agent: false });
  });
  after(() => world?.close());

  const gets = async (route, app) => {
    const page = await world.visit(app, '<div id=d></div>');
    const error = await Promise.race([run(page, route), new Promise((done) => setTimeout(done, PATIENCE, 'it took too long'))]);
    return { sent: hasSecret(), error };
  };
  const hasSecret = () => world.site.received.some((one) => one.body.includes('SECRET'));

  for (const [name, route] of Object.entries(CLOSED)) {
    test(`${engine}: ${name}: sends where nobody governs, and not past the extension`, async () => {
      const { error } = await gets(route, 'bare');
      await until(`the attack works on a bare page ${error}`, hasSecret);
      assert.ok(!(await gets(route, 'sending')).sent);
    });
  }

  for (const [name, { why, route }] of Object.entries(KNOWN_GAPS)) {
    test(`${engine}: known gap, to be taken off the list when it closes: ${name}, as ${why}`, async () => {
      assert.ok((await gets(route, 'sending')).sent, 'this gap is closed: move it to CLOSED');
    });
  }
}

/** Runs a route as if the person had asked for it; answers what it threw. */
async function run(page, route) {
  if (!page.cdp) return page.evaluate(route).then(() => '', (error) => error.message);
  const { exceptionDetails } = await page.cdp.send('Runtime.evaluate', { expression: `(${route})()`, awaitPromise: true, userGesture: true });
  return exceptionDetails?.exception?.description ?? '';
}
