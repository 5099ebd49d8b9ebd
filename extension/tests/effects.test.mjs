// What comes of a configuration and a bundle: what pages read, where scripts go, which headers change?

import assert from 'node:assert/strict';
import test from 'node:test';
import { registrationsOf } from '../src/worker/content-scripts.js';
import { rulesOf } from '../src/worker/headers.js';
import { policyOf } from '../src/worker/policy.js';

const configuration = {
  organization: 'Contoso', gateway: 'https://gate.example.com/', publicKey: '', bundle: null, sites: ['https://*.example.com/*'],
  defaultBehavior: 'allow', person: null,
};
const responseHeaders = [{ header: 'permissions-policy', operation: 'set', value: 'clipboard-read=()' }, { header: 'x-b', operation: 'remove' }];
const claims = {
  defaultBehavior: 'block', revision: '0123456789abcdef', exp: 5, user: 'alex@contoso.example',
  sites: [
    { app: 'files', title: 'Files', matches: ['https://files.example.com/*'], boot: 'AAAA', responseHeaders },
    { app: 'notes', title: 'Notes', matches: ['https://*.example.com/team/*'], boot: 'BBBB' },
  ],
};

test('before a bundle is there the configured patterns are governed with nothing known', () => {
  const policy = policyOf(configuration, 'managed', null);
  assert.deepEqual(policy.sites, [{ app: 'pattern-1', title: '*.example.com', matches: ['https://*.example.com/*'], boot: null }]);
  assert.equal(policy.default, 'allow');
  assert.equal(policy.revision, null);
});

test('with a bundle its sites are the sites, and its default the default', () => {
  const policy = policyOf(configuration, 'managed', claims);
  assert.deepEqual(policy.sites.map(({ app, boot }) => [app, boot]), [['files', 'AAAA'], ['notes', 'BBBB']]);
  assert.deepEqual([policy.default, policy.source, policy.user, policy.expires], ['block', 'gateway', 'alex@contoso.example', 5]);
});

test('pages learn where their policies are from', () => {
  const without = { ...configuration, gateway: null, bundle: 'a.b.c' };
  assert.equal(policyOf(without, 'managed', claims).source, 'managed');
  assert.equal(policyOf(without, 'test', claims).source, 'file');
});

test('every site gets its guard and its core, before page script, in every frame', () => {
  const registrations = registrationsOf(policyOf(configuration, 'managed', claims));
  assert.deepEqual(registrations.map(({ id, world, js }) => [id, world, ...js]), [
    ['files-guard', 'MAIN', 'guard.js'], ['files-core', 'ISOLATED', 'default-block.js', 'core.js'],
    ['notes-guard', 'MAIN', 'guard.js'], ['notes-core', 'ISOLATED', 'default-block.js', 'core.js'],
  ]);
  for (const each of registrations) assert.deepEqual([each.runAt, each.allFrames, each.persistAcrossSessions], ['document_start', true, true]);
});

test('no page gets two cores', () => {
  const [, , notes] = registrationsOf(policyOf(configuration, 'managed', claims));
  assert.deepEqual(notes.excludeMatches, ['https://files.example.com/*']);
});

test('frames without an address are held where whole hosts are governed', () => {
  const held = registrationsOf(policyOf(configuration, 'managed', claims)).map((each) => each.matchOriginAsFallback);
  assert.deepEqual(held, [true, true, false, false]);
});

test('headers change only as the bundle says, and only on its sites', () => {
  const rules = rulesOf(claims);
  assert.equal(rules.length, 1);
  assert.deepEqual(rules[0].action, { type: 'modifyHeaders', responseHeaders });
  assert.match('https://files.example.com/x', new RegExp(rules[0].condition.regexFilter));
  assert.doesNotMatch('https://notes.example.com/team/x', new RegExp(rules[0].condition.regexFilter));
  assert.deepEqual(rulesOf(null), []);
});
