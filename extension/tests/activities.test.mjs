// Is nothing that was kept lost or sent twice, and does it stay within its bounds?

import 'fake-indexeddb/auto';
import assert from 'node:assert/strict';
import test from 'node:test';
import { Activities } from '../src/worker/activities.js';

let databases = 0;
const id = (number) => number.toString(16).padStart(32, '0');
const fresh = (limits) => new Activities({ name: `test-${(databases += 1)}`, ...limits });
const activity = (number, more = {}) => ({ id: id(number), app: 'files', user: null, json: JSON.stringify({ id: id(number), url: 'https://files.example.com/' }), ...more });
const keepAll = async (activities, count) => {
  for (let number = 1; number <= count; number += 1) await activities.keep(activity(number));
};
const toApp = ({ app }) => app;
const ids = (batch) => batch.activities.map((each) => each.id);

test('an activity that is reported twice is kept once', async () => {
  const activities = fresh();
  await activities.keep(activity(1));
  await activities.keep(activity(1));
  assert.equal((await activities.counts()).kept, 1);
});

test('activities wait until the gateway has them, the oldest first', async () => {
  const activities = fresh();
  await keepAll(activities, 3);
  const batch = await activities.next(toApp);
  assert.deepEqual(ids(batch), [1, 2, 3].map(id));
  assert.deepEqual(ids(await activities.next(toApp)), ids(batch));
  await activities.sent(batch.activities);
  assert.equal(await activities.next(toApp), null);
  assert.deepEqual(await activities.counts(), { kept: 0, bytes: 0, sent: 3, dropped: 0, reported: 0 });
});

test('a batch has at most a hundred activities', async () => {
  const activities = fresh();
  await keepAll(activities, 101);
  const batch = await activities.next(toApp);
  assert.equal(batch.activities.length, 100);
  await activities.sent(batch.activities);
  assert.deepEqual(ids(await activities.next(toApp)), [id(101)]);
});

test('a batch has fewer bytes than the gateway takes', async () => {
  const activities = fresh();
  const long = { json: JSON.stringify({ detail: 'x'.repeat(60_000) }) };
  for (let number = 1; number <= 5; number += 1) await activities.keep(activity(number, long));
  assert.equal((await activities.next(toApp)).activities.length, 3);
});

test('a batch is for one app, and what cannot be sent now waits without holding others up', async () => {
  const activities = fresh();
  await activities.keep(activity(1, { user: 'another' }));
  await activities.keep(activity(2, { app: 'notes' }));
  await activities.keep(activity(3));
  await activities.keep(activity(4, { app: 'notes' }));
  const ours = ({ app, user }) => (user === null ? app : null);
  const batch = await activities.next(ours);
  assert.equal(batch.app, 'notes');
  assert.deepEqual(ids(batch), [id(2), id(4)]);
  await activities.sent(batch.activities);
  assert.deepEqual(ids(await activities.next(ours)), [id(3)]);
});

test('when there are too many the oldest make room, and are counted', async () => {
  const activities = fresh({ most: 3 });
  await keepAll(activities, 5);
  assert.deepEqual(ids(await activities.next(toApp)), [3, 4, 5].map(id));
  const { kept, dropped } = await activities.counts();
  assert.deepEqual({ kept, dropped }, { kept: 3, dropped: 2 });
});

test('when they are too large the oldest make room', async () => {
  const one = new TextEncoder().encode(activity(1).json).length;
  const activities = fresh({ mostBytes: 2 * one });
  await keepAll(activities, 5);
  assert.deepEqual(ids(await activities.next(toApp)), [4, 5].map(id));
  assert.equal((await activities.counts()).bytes, 2 * one);
});

test('what made room while it was on its way is not counted as sent', async () => {
  const activities = fresh({ most: 2 });
  await keepAll(activities, 2);
  const batch = await activities.next(toApp);
  await activities.keep(activity(3));
  await activities.sent(batch.activities);
  assert.deepEqual(await activities.counts(), { ...(await activities.counts()), kept: 1, sent: 1, dropped: 1 });
});

test('another start of the worker finds everything', async () => {
  const name = 'test-again';
  await keepAll(new Activities({ name }), 2);
  const again = new Activities({ name });
  assert.equal((await again.counts()).kept, 2);
  assert.equal((await again.next(toApp)).activities.length, 2);
});

test('they are exported as JSON lines with their app', async () => {
  const activities = fresh();
  await keepAll(activities, 2);
  const lines = (await activities.lines()).trimEnd().split('\n').map((line) => JSON.parse(line));
  assert.deepEqual(lines.map((line) => [line.app, line.id]), [['files', id(1)], ['files', id(2)]]);
});
