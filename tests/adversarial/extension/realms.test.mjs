// Is a fresh realm a way around the extension? Frames and windows the page makes itself, and a document written anew.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startGoverned } from './fixture.mjs';
import { CLOSED, KNOWN_GAPS } from './realm-routes.mjs';

let world;
before(async () => {
  world = await startGoverned();
  world.site.put('<script>document.body.append(Object.assign(document.createElement("iframe"), { src: decodeURIComponent(location.search.slice(1)) }))</script>', { path: '/stranger', agent: false });
});
after(() => world?.close());

async function gets(route, app) {
  const page = await world.visit(app, '<div id=d></div>');
  const { exceptionDetails } = await page.cdp.send('Runtime.evaluate', { expression: `(${route})()`, awaitPromise: true, userGesture: true });
  const sent = world.site.received.some((one) => one.body.includes('SECRET'));
  return { sent, error: exceptionDetails?.exception?.description ?? '' };
}

for (const [name, route] of Object.entries(CLOSED)) {
  test(`${name}: sends where nobody governs, and not past the extension`, async () => {
    const bare = await gets(route, 'bare');
    assert.ok(bare.sent, `the attack works on a bare page ${bare.error}`);
    assert.ok(!(await gets(route, 'sending')).sent);
  });
}

for (const [name, { why, route }] of Object.entries(KNOWN_GAPS)) {
  test(`known gap, to be taken off the list when it closes: ${name}, as ${why}`, async () => {
    assert.ok((await gets(route, 'sending')).sent, 'this gap is closed: move it to CLOSED');
  });
}
