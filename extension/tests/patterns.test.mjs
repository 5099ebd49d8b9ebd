// Do match patterns mean here what they mean to the browsers?

import assert from 'node:assert/strict';
import test from 'node:test';
import { expressionOf, isWholeOrigin, matches, patternTrouble, siteOf } from '../src/worker/patterns.js';

const MEANT = [
  ['https://files.example.com/*', 'https://files.example.com/'],
  ['https://files.example.com/*', 'https://files.example.com/a/b?c=d#e'],
  ['http://files.direct.localhost/*', 'http://files.direct.localhost:8081/notes'],
  ['https://*.example.com/*', 'https://example.com/'],
  ['https://*.example.com/*', 'https://a.b.example.com/x'],
  ['*://files.example.com/*', 'http://files.example.com/'],
  ['https://files.example.com/team/*', 'https://files.example.com/team/x'],
  ['https://files.example.com/a.b', 'https://files.example.com/a.b'],
  ['https://files.example.com/*', 'blob:https://files.example.com/0f0e0d0c-0b0a-4908-8706-050403020100'],
];

const NOT_MEANT = [
  ['https://files.example.com/*', 'http://files.example.com/'],
  ['https://files.example.com/*', 'https://files.example.com.evil.test/'],
  ['https://*.example.com/*', 'https://badexample.com/'],
  ['https://files.example.com/team/*', 'https://files.example.com/teams'],
  ['https://files.example.com/a.b', 'https://files.example.com/axb'],
  ['https://files.example.com/*', 'https://evil.test/https://files.example.com/'],
  ['https://files.example.com/*', 'https://files.example.com@evil.test/'],
  ['https://files.example.com/*', 'about:blank'],
  ['https://files.example.com/*', 'data:text/plain,https://files.example.com/'],
  ['https://files.example.com/*', 'not an address'],
];

for (const [pattern, address] of MEANT) {
  test(`${pattern} means ${address}`, () => assert.equal(matches(pattern, address), true));
}

for (const [pattern, address] of NOT_MEANT) {
  test(`${pattern} does not mean ${address}`, () => assert.equal(matches(pattern, address), false));
}

test('the expression for response headers means what the pattern means', () => {
  const isAddress = ([, address]) => /^https?:/.test(address) && URL.canParse(address);
  const holds = ([pattern, address]) => new RegExp(expressionOf(pattern)).test(new URL(address).href.split('#')[0]);
  for (const each of MEANT.filter(isAddress)) assert.equal(holds(each), true, each.join(' '));
  for (const each of NOT_MEANT.filter(isAddress)) assert.equal(holds(each), false, each.join(' '));
});

test('a pattern that browsers would refuse, or that has a port, is refused with what is expected', () => {
  for (const pattern of ['<all_urls>', 'https://*/*', 'ftp://a.b/*', 'https://a.*.b/*', 'https://a.b', 'files.example.com', 7, 'https://A.b/*']) {
    assert.notEqual(patternTrouble(pattern), null, String(pattern));
  }
  assert.match(patternTrouble('http://files.localhost:8081/*'), /without a port/);
  assert.equal(patternTrouble('https://files.example.com/*'), null);
  assert.equal(patternTrouble('*://*.example.com/team/*'), null);
});

test('only a pattern of whole hosts is one', () => {
  assert.equal(isWholeOrigin('https://*.example.com/*'), true);
  assert.equal(isWholeOrigin('https://files.example.com/team/*'), false);
});

test('where sites overlap the first one has the page', () => {
  const sites = [{ app: 'files', matches: ['https://files.example.com/*'] }, { app: 'all', matches: ['https://*.example.com/*'] }];
  assert.equal(siteOf(sites, 'https://files.example.com/x').app, 'files');
  assert.equal(siteOf(sites, 'https://notes.example.com/x').app, 'all');
  assert.equal(siteOf(sites, 'https://example.org/'), null);
});
