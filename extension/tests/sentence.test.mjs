// Does the popup say in one sentence what is true of this site?

import assert from 'node:assert/strict';
import test from 'node:test';
import { activeGrants, advice, details, remark, sentence, span, standing } from '../src/popup/sentence.js';

const NOW = 1_800_000_000_000;
const SECOND = NOW / 1000;
const governed = {
  governed: true, app: 'files', title: 'Files', organization: 'Contoso', source: 'gateway', user: 'alex@contoso.example',
  revision: '00000000000000aa', expires: SECOND + 3600, default: 'block', recorded: { kept: 2, sent: 5 }, grants: [], trouble: null,
  signIn: null, configured: 'managed',
};
const grant = (facts) => ({ context: 'c1', scope: 'action', activity: 'download', object: '', expires: SECOND + 725, ...facts });
const said = (facts) => sentence({ ...governed, ...facts }, NOW);
const stamp = (seconds) => `at ${seconds}`;

test('an ungoverned site is told so plainly', () => {
  assert.equal(sentence({ governed: false, configured: 'managed' }, NOW), 'Stepgate does nothing on this site.');
});

test('a governed site names the organization, the site, what is recorded, and that no check is active', () => {
  assert.equal(said({}), 'Contoso governs this site, Files: it may record that you copy, cut, paste, print, download, upload or send, never the content, and no security check of yours is active.');
});

test('without a name of the organization or the site the sentence still reads', () => {
  assert.match(said({ organization: '', title: null }), /^Your organization governs this site: it may record/);
  assert.match(said({ organization: 'your organization' }), /^Your organization governs/);
  assert.match(said({ organization: 'gate.example.com' }), /^gate\.example\.com governs/);
});

test('a grant is named with the time that is left, rounded down', () => {
  assert.match(said({ grants: [grant()] }), /and your security check for downloading holds for 12 more minutes\.$/);
});

test('several grants are listed, the first to end first', () => {
  const grants = [grant({ scope: 'session', context: 'c2', expires: SECOND + 7200 }), grant({ scope: 'once', object: 'Salary review.xlsx', expires: SECOND + 65 })];
  assert.match(said({ grants }), /and your security checks hold: downloading “Salary review.xlsx” once \(1 more minute\) and everything that asks for c2 \(2 more hours\)\.$/);
});

test('a grant that has ended is not called active', () => {
  assert.match(said({ grants: [grant({ expires: SECOND })] }), /no security check of yours is active\.$/);
  assert.deepEqual(activeGrants({ grants: [grant({ expires: SECOND - 1 })] }, NOW), []);
});

test('a grant in its last minute is said to end within it', () => {
  assert.match(said({ grants: [grant({ expires: SECOND + 59 })] }), /for downloading holds for less than a minute\.$/);
});

test('a site whose policies are not here yet is said to be held to its default behaviour', () => {
  assert.match(said({ revision: null }), /^Contoso governs this site, Files, but its policies are not here yet: until they come, copying, .* and sending are blocked and recorded/);
  assert.match(said({ revision: null, default: 'allow' }), /sending are allowed and recorded/);
});

test('policies that ran out are said to have run out, and since when', () => {
  assert.equal(standing({ ...governed, expires: SECOND }, NOW), 'stale');
  assert.match(said({ expires: SECOND - 300 }), /but its policies ran out 5 minutes ago: until they come, .* blocked/);
});

test('policies without an end never run out', () => {
  assert.equal(standing({ ...governed, expires: 0 }, NOW), 'governed');
  assert.deepEqual(details({ ...governed, expires: 0 }, NOW, stamp).find(([term]) => term === 'Valid until'), ['Valid until', 'There is no end']);
});

test('the sentence is one sentence, whatever the state', () => {
  const states = [{}, { revision: null }, { expires: 1 }, { grants: [grant(), grant({ scope: 'session' })] }, { governed: false }];
  for (const state of states) assert.equal(said(state).match(/\.(\s|$)/g).length, 1, said(state));
});

test('the details say where the policies come from, who is signed in and what is waiting', () => {
  const shown = Object.fromEntries(details(governed, NOW, stamp));
  assert.equal(shown['Set up by'], 'Contoso');
  assert.equal(shown.Policies, 'From the gateway');
  assert.equal(shown.Revision, '00000000000000aa');
  assert.equal(shown['Valid until'], `at ${SECOND + 3600}`);
  assert.equal(shown['Signed in as'], 'alex@contoso.example');
  assert.equal(shown['In doubt'], 'Everything is blocked');
  assert.equal(shown.Activities, '2 waiting in this browser, 5 sent');
});

test('activities that were dropped are not kept quiet', () => {
  const shown = Object.fromEntries(details({ ...governed, recorded: { kept: 1, sent: 0, dropped: 3 } }, NOW, stamp));
  assert.equal(shown.Activities, '1 waiting in this browser, 0 sent, 3 dropped as there was no room');
});

test('the details of a browser that nobody has set up claim nothing', () => {
  const shown = details({ governed: false, configured: 'none', source: null, user: null, revision: null, recorded: { kept: 0, sent: 0 } }, NOW, stamp);
  assert.deepEqual(shown, []);
});

test('an ungoverned site gets a second line that says why nothing happens', () => {
  assert.equal(remark({ governed: false, configured: 'none' }, NOW), 'Nobody has set it up in this browser.');
  assert.match(remark({ governed: false, configured: 'managed', organization: 'Contoso' }, NOW), /nothing is recorded\. Contoso has set it up for other sites\.$/);
  assert.equal(remark(governed, NOW), null);
  assert.equal(remark({ governed: false, configured: 'none', trouble: '`colour`: found `"red"`, expected no such field' }, NOW), null);
});

test('trouble comes with what to do about it', () => {
  assert.match(advice({ signIn: 'https://gate.example.com/' }), /^Sign in/);
  assert.match(advice({ signIn: null, configured: 'managed' }), /administrator/);
  assert.match(advice({ signIn: null, configured: 'test' }), /settings/);
});

test('a name nobody gave words to is spelled out', () => {
  assert.match(said({ grants: [grant({ activity: 'custom:shareLink' })] }), /check for share link holds for/);
});

test('spans of time are written in the units people use', () => {
  assert.deepEqual([30, 60, 3540, 3600, 4800, 86_400, 180_000].map(span), ['less than a minute', '1 minute', '59 minutes', '1 hour', '1 hour and 20 minutes', '1 day', '2 days']);
});
