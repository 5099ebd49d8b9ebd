// Do the fields of the settings say the same as the configuration?

import assert from 'node:assert/strict';
import test from 'node:test';
import { configOf, mistakesOf, rowsOf, valuesOf } from '../src/options/fields.js';
import { checkConfiguration } from '../src/worker/configuration.js';

const EMPTY = { source: 'gateway', gateway: '', bundle: '', publicKey: '', sites: '', defaultBehavior: 'block', organization: '', user: '', groups: '', deviceTags: [] };
const CONFIG = {
  organization: 'Contoso', gateway: 'https://gate.example.com/', publicKey: 'abc', sites: ['https://a.example/*', 'https://b.example/*'],
  defaultBehavior: 'allow', person: { user: 'alex@contoso.example', groups: ['Finance', 'Staff'], deviceTags: ['intuneCompliant'] },
};

test('a configuration survives being shown and saved again', () => {
  assert.deepEqual(configOf({ ...valuesOf(CONFIG), bundle: '' }), CONFIG);
});

test('what is empty is left out', () => {
  assert.deepEqual(configOf(EMPTY), { defaultBehavior: 'block' });
});

test('only the chosen source is kept', () => {
  const both = { ...EMPTY, gateway: 'https://gate.example.com/', bundle: 'a.b.c\n' };
  assert.deepEqual(configOf(both), { gateway: 'https://gate.example.com/', defaultBehavior: 'block' });
  assert.deepEqual(configOf({ ...both, source: 'bundle' }), { bundle: 'a.b.c', defaultBehavior: 'block' });
});

test('sites may stand on lines or beside each other', () => {
  assert.deepEqual(configOf({ ...EMPTY, sites: ' https://a.example/* https://b.example/*\n\n' }).sites, ['https://a.example/*', 'https://b.example/*']);
});

test('every mistake that the worker finds stands at its field', () => {
  const config = { publicKey: 'abc', gateway: 'ftp://gate', sites: ['https://a.example/*', 'https://a:8080/*'], defaultBehavior: 'block', person: { deviceTags: ['mine'] } };
  const { trouble } = checkConfiguration(config);
  assert.deepEqual(mistakesOf(trouble).map(({ field }) => field).sort(), ['gateway', 'person.deviceTags', 'publicKey', 'sites']);
});

test('what an empty form lacks is said at the fields that lack it', () => {
  const { trouble } = checkConfiguration(configOf(EMPTY));
  assert.deepEqual(mistakesOf(trouble).map(({ field }) => field), ['publicKey', 'gateway']);
});

test('a mistake that names no field of the form keeps its words and stands apart', () => {
  assert.deepEqual(mistakesOf('the gateway does not answer'), [{ field: null, text: 'the gateway does not answer' }]);
  assert.equal(mistakesOf('`colour`: found `"red"`, expected no such field')[0].field, null);
});

test('a configuration for reading never shows the bundle itself', () => {
  const rows = rowsOf({ bundle: 'secretive.bundle.text', publicKey: 'abc' });
  assert.deepEqual(rows, [['Policies', 'A signed bundle'], ['Public key', 'abc'], ['When nothing can be decided', 'block']]);
});

test('a wrong configuration can be read as well', () => {
  const rows = Object.fromEntries(rowsOf({ sites: 7, defaultBehavior: 'blok', person: { groups: 'Finance' }, publicKey: 1 }));
  assert.deepEqual(rows, { 'Public key': '1', Sites: '7', 'When nothing can be decided': 'blok', Groups: 'Finance' });
});
