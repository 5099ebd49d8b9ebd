// Is only what the organization signed, for this use and this time, believed?

import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import test from 'node:test';
import { SignJWT, exportJWK } from 'jose';
import { readBundle, readKeptBundle } from '../src/worker/bundle.js';
import { readStatus } from '../src/worker/grant.js';

const ours = generateKeyPairSync('ed25519');
const theirs = generateKeyPairSync('ed25519');
const publicKey = (await exportJWK(ours.publicKey)).x;
const gateway = 'https://gate.example.com/';
const configuration = { publicKey, gateway };
const now = Math.floor(Date.now() / 1000);
const SITE = { app: 'files', title: 'Files', matches: ['https://files.example.com/*'], boot: 'AAAA', responseHeaders: [] };
const CLAIMS = {
  iss: 'https://gate.example.com', aud: 'stepgate-extension', iat: now, exp: now + 60, revision: '0123456789abcdef',
  defaultBehavior: 'block', user: null, sites: [SITE],
};
const header = (typ) => ({ alg: 'EdDSA', typ });
const sign = (claims, { typ = 'stepgate-policy+jwt', key = ours.privateKey } = {}) => new SignJWT(claims).setProtectedHeader(header(typ)).sign(key);

test('a bundle that is as it has to be is read', async () => {
  const claims = await readBundle(await sign(CLAIMS), configuration);
  assert.deepEqual(claims.sites, [SITE]);
});

const REFUSED = [
  ['signed by another key', () => sign(CLAIMS, { key: theirs.privateKey }), /not by the key/],
  ['of another type', () => sign(CLAIMS, { typ: 'stepgate-grant+jwt' }), /`typ`/],
  ['for somebody else', () => sign({ ...CLAIMS, aud: 'another' }), /`aud`/],
  ['from another gateway', () => sign({ ...CLAIMS, iss: 'https://evil.test' }), /from `https:\/\/evil.test` and not/],
  ['that has expired', () => sign({ ...CLAIMS, exp: now - 1 }), /expired/],
  ['without an end', () => sign({ ...CLAIMS, exp: undefined }), /`exp`/],
  ['from the future', () => sign({ ...CLAIMS, iat: now + 3600, exp: now + 7200 }), /clocks/],
  ['changed on the way', async () => changed(await sign(CLAIMS)), /not by the key/],
  ['that is not signed', async () => unsigned(CLAIMS), /EdDSA|signed/],
  ['signed with a secret', () => new SignJWT(CLAIMS).setProtectedHeader({ alg: 'HS256', typ: 'stepgate-policy+jwt' }).sign(Buffer.from(publicKey, 'base64url')), /EdDSA/],
  ['that is no token', async () => 'hello', /not a signed token/],
  ['with a pattern with a port', () => withSite({ matches: ['https://a.b:1/*'] }), /sites\[0\].matches\[0\]/],
  ['without patterns', () => withSite({ matches: [] }), /sites\[0\].matches/],
  ['with a boot that is none', () => withSite({ boot: '<script>' }), /sites\[0\].boot/],
  ['with an app twice', () => sign({ ...CLAIMS, sites: [SITE, SITE] }), /every app once/],
  ['that takes a content security policy away', () => withSite({ responseHeaders: [{ header: 'Content-Security-Policy', operation: 'remove' }] }), /content security policy/],
  ['that does something else to a header', () => withSite({ responseHeaders: [{ header: 'x', operation: 'guess', value: '' }] }), /operation/],
  ['with another default', () => sign({ ...CLAIMS, defaultBehavior: 'audit' }), /defaultBehavior/],
];

for (const [what, make, expected] of REFUSED) {
  test(`a bundle ${what} is refused`, async () => {
    await assert.rejects(readBundle(await make(), configuration), expected);
  });
}

test('a bundle that was accepted before it ran out is still read after a restart', async () => {
  const token = await sign({ ...CLAIMS, iat: now - 7200, exp: now - 3600 });
  assert.equal((await readKeptBundle(token, configuration)).revision, CLAIMS.revision);
  await assert.rejects(readKeptBundle(await sign(CLAIMS, { key: theirs.privateKey }), configuration));
});

test('a bundle from a file may be from anybody who has the key', async () => {
  const token = await sign({ ...CLAIMS, iss: 'stepgate extension sign' });
  assert.equal((await readBundle(token, { publicKey, gateway: null })).revision, CLAIMS.revision);
});

const STATUS = { iss: 'https://gate.example.com', aud: 'stepgate-extension', iat: now, exp: now + 60, transaction: 't1', app: 'files', user: 'alex', status: 'granted c1 action 1700000000' };
const asked = { transaction: 't1', app: 'files' };
const signStatus = (more) => sign({ ...STATUS, ...more }, { typ: 'stepgate-grant+jwt' });

test('a grant is believed for its transaction and its app', async () => {
  assert.equal(await readStatus(await signStatus({}), configuration, asked), STATUS.status);
});

test('a grant for something else is not believed', async () => {
  await assert.rejects(readStatus(await signStatus({ transaction: 't2' }), configuration, asked), /another step-up/);
  await assert.rejects(readStatus(await signStatus({ app: 'notes' }), configuration, asked), /`notes`/);
  await assert.rejects(readStatus(await signStatus({ exp: now - 1 }), configuration, asked), /expired/);
  await assert.rejects(readStatus(await sign(STATUS), configuration, asked), /`typ`/);
  await assert.rejects(readStatus(await sign(STATUS, { typ: 'stepgate-grant+jwt', key: theirs.privateKey }), configuration, asked), /not by the key/);
});

const withSite = (more) => sign({ ...CLAIMS, sites: [{ ...SITE, ...more }] });

const inBase64 = (value) => Buffer.from(JSON.stringify(value)).toString('base64url');

const unsigned = (claims) => `${inBase64({ alg: 'none', typ: 'stepgate-policy+jwt' })}.${inBase64(claims)}.`;

function changed(token) {
  const [protectedHeader, , signature] = token.split('.');
  return [protectedHeader, inBase64({ ...CLAIMS, defaultBehavior: 'allow' }), signature].join('.');
}
