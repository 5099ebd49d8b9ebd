// Is a wrong configuration refused, with the field, what was found and what was expected?

import assert from 'node:assert/strict';
import test from 'node:test';
import { checkConfiguration } from '../src/worker/configuration.js';

const KEY = 'A'.repeat(43);
const GOOD = { organization: 'Contoso', gateway: 'https://gate.example.com/', publicKey: KEY, sites: ['https://files.example.com/*'], defaultBehavior: 'allow' };
const WRONG = [
  ['no object', 'x', /`the configuration`: found `"x"`, expected an object/],
  ['no key', { ...GOOD, publicKey: undefined }, /`publicKey`: found nothing/],
  ['a short key', { ...GOOD, publicKey: 'abc' }, /`publicKey`: found `"abc"`, expected .*43 characters/],
  ['no source', { ...GOOD, gateway: undefined }, /`gateway`: found nothing, expected exactly one of `gateway` and `bundle`/],
  ['two sources', { ...GOOD, bundle: 'a.b.c' }, /`bundle`: found `"a.b.c"`, expected nothing beside `gateway`/],
  ['a gateway with a path', { ...GOOD, gateway: 'https://gate.example.com/x' }, /`gateway`: found `"https:\/\/gate.example.com\/x"`/],
  ['a gateway without TLS', { ...GOOD, gateway: 'http://gate.example.com/' }, /`gateway`: found .*expected .*https/],
  ['a gateway with a password', { ...GOOD, gateway: 'https://a:b@gate.example.com/' }, /`gateway`/],
  ['a site with a port', { ...GOOD, sites: ['http://a.localhost:80/*'] }, /`sites\[0\]`: found .*without a port/],
  ['sites that are no list', { ...GOOD, sites: 'https://a.b/*' }, /`sites`: found .*a list of match patterns/],
  ['another default', { ...GOOD, defaultBehavior: 'audit' }, /`defaultBehavior`: found `"audit"`, expected `allow` or `block`/],
  ['another device tag', { ...GOOD, person: { deviceTags: ['mine'] } }, /`person.deviceTags`: found `\["mine"\]`/],
  ['an unknown field', { ...GOOD, gatway: 'x' }, /`gatway`: found `"x"`, expected no such field/],
  ['an unknown field of a person', { ...GOOD, person: { name: 'x' } }, /`person.name`/],
];

for (const [what, value, expected] of WRONG) {
  test(`a configuration with ${what} is refused`, () => {
    const given = typeof value === 'object' ? JSON.parse(JSON.stringify(value)) : value;
    const { configuration, trouble } = checkConfiguration(given);
    assert.equal(configuration, null);
    assert.match(trouble, expected);
  });
}

test('every mistake is said, one to a line', () => {
  const { trouble } = checkConfiguration({ publicKey: 'x', sites: ['y'], defaultBehavior: 'z' });
  assert.equal(trouble.split('\n').length, 4);
});

test('a good configuration is taken over, complete', () => {
  const { configuration, trouble } = checkConfiguration(GOOD);
  assert.equal(trouble, null);
  assert.deepEqual(configuration, { ...GOOD, bundle: null, person: null });
});

test('what is left out is the strict default', () => {
  const { configuration } = checkConfiguration({ publicKey: KEY, gateway: 'http://gate.localhost:8080' });
  assert.equal(configuration.defaultBehavior, 'block');
  assert.equal(configuration.gateway, 'http://gate.localhost:8080/');
  assert.equal(configuration.organization, 'gate.localhost:8080');
});
