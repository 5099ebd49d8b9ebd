// Does the gateway hold the line when the page's agent is gone? Asked with a plain HTTP client.

import assert from 'node:assert/strict';
import { enter, journeys } from '../harness/journey.mjs';

const world = journeys('chromium');
const CONFIDENTIAL = '/files/Salary%20review.xlsx';

world.test('a download that needs a step-up answers with a readable page and a challenge, not with the file', async (page) => {
  const headers = await session(page, 'Alex Wilber');
  const answer = await world.product.request('files', CONFIDENTIAL, { headers });
  assert.ok([401, 403].includes(answer.status), `answered ${answer.status}`);
  assert.equal(answer.headers['stepgate-action'], 'requireStepUp');
  assert.match(answer.body, /Salary review\.xlsx/);
  assert.match(answer.headers['www-authenticate'] ?? '', /insufficient_claims/);
});

world.test('the same download is free for a managed device, byte for byte', async (page) => {
  const headers = await session(page, 'Megan Bowen');
  const answer = await world.product.request('files', CONFIDENTIAL, { headers });
  assert.equal(answer.status, 200);
  assert.equal(answer.headers['stepgate-action'], undefined);
});

world.test('a forbidden upload never reaches the app, and an ordinary one does', async (page) => {
  const headers = await session(page, 'Alex Wilber');
  const refused = await world.product.request('files', '/api/uploads', multipart('tool.exe', headers));
  assert.equal(refused.status, 403);
  const taken = await world.product.request('files', '/api/uploads', multipart('plan.txt', headers));
  assert.equal(taken.status, 201);
  assert.deepEqual((await world.product.uploads()).map((upload) => upload.name), ['plan.txt']);
});

world.test('a message with a card number never reaches the app', async (page) => {
  const headers = { ...(await session(page, 'Alex Wilber')), 'content-type': 'application/json' };
  const before = (await world.product.messages()).length;
  const refused = await world.product.request('files', '/api/messages', { method: 'POST', headers, body: JSON.stringify({ text: 'pay with 4111-1111-1111-1111' }) });
  assert.equal(refused.status, 403);
  assert.equal((await world.product.messages()).length, before);
});

world.test('the app never sees the session of the gateway', async (page) => {
  await enter(page, world.product.page('files'), 'Alex Wilber');
  const visible = await page.evaluate(() => document.cookie);
  assert.equal(visible, '', 'script cannot read it');
});

async function session(page, person) {
  await enter(page, world.product.page('files'), person);
  const cookies = await page.cookies(world.product.page('files'));
  return { cookie: cookies.map(({ name, value }) => `${name}=${value}`).join('; ') };
}

function multipart(name, headers) {
  const body = `--edge\r\nContent-Disposition: form-data; name="file"; filename="${name}"\r\nContent-Type: application/octet-stream\r\n\r\ncontent\r\n--edge--\r\n`;
  return { method: 'POST', headers: { ...headers, 'content-type': 'multipart/form-data; boundary=edge' }, body };
}
