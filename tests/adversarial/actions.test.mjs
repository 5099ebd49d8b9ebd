// Is what a policy asks for between `audit` and `block` carried out: warned, asked for a reason, told that nobody
// can approve here? Each attack works on a bare page; each allowed use behaves as without us.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { ATTACKS, BRIEFLY, PATIENTLY } from './attacks.mjs';
import { press, shown, startBrowser, until } from './browser.mjs';
import { COUNTED } from './counted.mjs';
import { policy, startSite } from './fixture.mjs';

let site, browser;
before(async () => {
  [site, browser] = await Promise.all([startSite(), startBrowser()]);
});
after(async () => {
  await browser?.close();
  await site?.close();
});

const attackOf = (name) => ATTACKS.find((one) => one.name === name);

async function clipboard(page) {
  const reader = await page.context.newPage();
  await reader.goto(site.put('reader', { agent: false }));
  await reader.bringToFront();
  const text = await reader.evaluate(() => navigator.clipboard.readText());
  await reader.close();
  await page.bringToFront();
  return text;
}

async function open(attack, options) {
  const page = await browser.open(site.origin);
  site.activities.clear();
  await page.goto(site.put(attack.html, options));
  site.received.length = site.messages.length = 0;
  return page;
}

const says = (page, words) => until(`\`${words}\``, async () => (await shown(page)).text.includes(words));
const outcomes = (attack) => site.reported(attack.activity).map((one) => one.outcome);
const reported = (attack, outcome) => until(`${outcome} is reported`, () => site.reported(attack.activity).find((one) => one.outcome === outcome));

async function stopped(attack, action, more) {
  const page = await open(attack, { policies: [policy(attack.activity, action, more)] });
  assert.ok(!(await attack.run(page, site)), 'it is stopped at first');
  return page;
}

const COPIED = {
  'Ctrl+C on a selection': async (page) => Number((await clipboard(page)) === 'SECRET'),
  'clipboard.writeText': async (page) => Number((await clipboard(page)) === 'SECRET'),
};

for (const [name, count] of Object.entries({ ...COUNTED, ...COPIED })) {
  test(`${name}: waits for the answer to a warning, then goes on exactly once`, async () => {
    const attack = attackOf(name);
    const bare = await open(attack, { agent: false });
    assert.ok(await attack.run(bare, site, PATIENTLY), 'it works on a bare page');
    await bare.context.close();

    const page = await stopped(attack, 'warn');
    await says(page, 'Please think twice');
    await says(page, 'This organization says: warn.');
    await press(page, 'Go on');
    await reported(attack, 'resumed');
    await until('it goes on', async () => (await count(page, site)) > 0);
    await new Promise((done) => setTimeout(done, 150));
    assert.equal(await count(page, site), 1);
    assert.deepEqual(outcomes(attack), ['warned', 'resumed']);
    assert.equal(site.reported(attack.activity)[1].action, 'warn');
    assert.ok(!(await shown(page)).text.includes('Please think twice'), 'the dialog is gone');
    await page.context.close();
  });
}

const send = attackOf('fetch with text');

test('a warning that was answered counts for the same again, and no longer than the policy says', async () => {
  const page = await stopped(send, 'warn', { answerLifetime: 2 });
  await press(page, 'Go on');
  await until('it is sent', () => site.received.length === 1);
  await page.click('#b');
  await until('it is sent again, unasked', () => site.received.length === 2);
  await until('both are reported', () => outcomes(send).length === 3);
  assert.deepEqual(outcomes(send), ['warned', 'resumed', 'performed']);
  await until('it is asked about again', async () => {
    const before = site.received.length;
    await page.click('#b');
    return until('it is not sent', () => site.received.length > before, BRIEFLY).then(() => false, () => true);
  });
  await says(page, 'Please think twice');
  await page.context.close();
});

test('a warning answered for one file is asked again for another', async () => {
  const page = await open({ html: '<a id=a href=/file.bin download=one.txt>1</a> <a id=b href=/file.bin download=two.txt>2</a>' }, { policies: [policy('download', 'warn')] });
  await page.click('#a');
  await press(page, 'Go on');
  await until('one file', () => page.saved().length === 1);
  await page.click('#b');
  await says(page, 'two.txt');
  assert.equal(page.saved().length, 1);
  await page.context.close();
});

test('heeding a warning ends it: nothing is sent, the page is told, and Escape is the same', async () => {
  for (const heed of [(page) => press(page, 'Cancel'), (page) => page.keyboard.press('Escape')]) {
    const page = await stopped(send, 'warn');
    await page.evaluate(() => {
      rejected = '';
      fetch('/say', { method: 'POST', body: 'SECRET' }).catch((error) => { rejected = error.name; });
    });
    await says(page, 'Please think twice');
    await heed(page);
    await until('the page is told', () => page.evaluate(() => rejected === 'TypeError'));
    const one = await reported(send, 'cancelled');
    assert.equal(one.detail, null);
    assert.equal(site.received.length, 0);
    assert.ok(!(await shown(page)).text.includes('Please think twice'));
    await page.context.close();
  }
});

test('a reason is asked for, must be long enough, and is kept with the activity; the content is not', async () => {
  const page = await stopped(send, 'warnWithJustification');
  await says(page, 'At least 10 letters');
  await page.keyboard.type('why');
  await press(page, 'Go on');
  await says(page, 'This is too short');
  assert.equal(site.received.length, 0);
  await page.keyboard.type(' not: the auditor asked');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await until('it is sent', () => site.received.length === 1);
  const one = await reported(send, 'resumed');
  assert.equal(one.detail, 'why not: the auditor asked');
  assert.equal(one.action, 'warnWithJustification');
  assert.ok(!JSON.stringify([...site.activities.values()]).includes('SECRET'));
  await page.context.close();
});

test('the page does not hear what is written into the field for the reason, and cannot answer for the person', async () => {
  const page = await open({ html: `${send.html}<script>heard = []; for (const type of ['keydown', 'input', 'change', 'paste', 'click']) addEventListener(type, (e) => heard.push(type), true)</script>` }, { policies: [policy('sendItem', 'warnWithJustification')] });
  await page.click('#b');
  await says(page, 'Your reason');
  await page.evaluate(() => { heard.length = 0; });
  await page.keyboard.type('the auditor asked for it');
  await page.evaluate(() => {
    const host = [...document.documentElement.children].at(-1);
    for (let x = 0; x < innerWidth; x += 40) for (let y = 0; y < innerHeight; y += 20) host.dispatchEvent(new MouseEvent('click', { bubbles: true, composed: true, clientX: x, clientY: y, detail: 1 }));
  });
  assert.equal(site.received.length, 0);
  assert.deepEqual(await page.evaluate(() => heard.filter((type) => type !== 'click')), []);
  await press(page, 'Go on');
  await until('it is sent', () => site.received.length === 1);
  await page.context.close();
});

test('a warning and a step-up for the same attempt are both asked, the stricter first', async () => {
  const page = await open(send, { policies: [policy('sendItem', 'warn'), policy('sendItem', 'requireStepUp')] });
  await page.click('#b');
  await says(page, 'Security check required');
  const [popup] = await Promise.all([new Promise((done) => page.once('popup', done)), press(page, "Verify it's you")]);
  site.settle(site.lastTransaction(), 'granted c1 action 4070908800');
  await popup.close();
  await says(page, 'Please think twice');
  assert.equal(site.received.length, 0);
  await press(page, 'Go on');
  await until('it is sent', () => site.received.length === 1);
  assert.deepEqual(outcomes(send).slice(0, 1), ['stepUpStarted']);
  await reported(send, 'resumed');
  await page.context.close();
});

for (const [action, words] of [['requestApproval', 'nobody can do that here yet'], ['protect', 'that cannot be done here yet']]) {
  test(`${action} stops, says why, and is recorded`, async () => {
    const attack = attackOf('a link with download');
    const page = await stopped(attack, action);
    await says(page, words);
    const one = await reported(attack, 'stopped');
    assert.equal(one.action, action);
    await page.context.close();
  });
}

// --- redact: what was found is masked on its way

const CARD = '4111 1111 1111 1111', MASKED = 'XXXX XXXX XXXX 1111';
const masks = (activity, more = {}) => policy(activity, 'redact', { inspection: { presetExpression: 'paymentCard', minimumViolations: 1 }, ...more });
const onClick = (code) => `<button id=b>go</button><script>b.onclick = () => { ${code} }</script>`;
const body = () => site.received.map((one) => one.body).join('\n');
const sent = (page) => until('it is sent', () => site.received.length > 0).then(body);
const keys = async (page, letter) => {
  await page.keyboard.down('Control');
  await page.keyboard.press(letter);
  await page.keyboard.up('Control');
};
const filled = async (page, text) => {
  const reader = await page.context.newPage();
  await reader.goto(site.put('reader', { agent: false }));
  await reader.bringToFront();
  await reader.evaluate((content) => navigator.clipboard.writeText(content), text);
  await reader.close();
  await page.bringToFront();
};

const arrives = (look) => until('it arrives', async () => [await look()].find((text) => text !== '' && text !== 'old'));
const copies = async (page, act) => {
  await filled(page, 'old');
  await act();
  return arrives(() => clipboard(page));
};
const pastes = async (page, act, look) => {
  await filled(page, `pay ${CARD} now`);
  await act();
  return arrives(() => page.evaluate(look));
};
const pasteKeys = async (page) => {
  await page.focus('#t');
  await keys(page, 'v');
};

/** `[name, activity, html, act]`: `act` answers what arrived outside the page, or inside it for a paste. */
const MASKINGS = [
  ['copying a selection', 'copy', `<p id=p>pay ${CARD} <b>now</b></p><script>getSelection().selectAllChildren(p)</script>`, (page) => copies(page, () => keys(page, 'c'))],
  ['copying by a handler of the page', 'copy', `<p id=p>x</p><script>getSelection().selectAllChildren(p); addEventListener('copy', (e) => { e.clipboardData.setData('text/plain', 'pay ${CARD} now'); e.preventDefault(); })</script>`, (page) => copies(page, () => keys(page, 'c'))],
  ['cutting in a field', 'cut', `<textarea id=t>pay ${CARD} now</textarea>`, (page) => copies(page, async () => (await page.focus('#t'), await keys(page, 'a'), await keys(page, 'x')))],
  ['writeText', 'copy', onClick(`navigator.clipboard.writeText('pay ${CARD} now').catch(() => {})`), (page) => copies(page, () => page.click('#b'))],
  ['write', 'copy', onClick(`navigator.clipboard.write([new ClipboardItem({'text/plain': new Blob(['pay ${CARD} now'], {type: 'text/plain'})})]).catch(() => {})`), (page) => copies(page, () => page.click('#b'))],
  ['pasting', 'paste', '<textarea id=t></textarea>', (page) => pastes(page, () => pasteKeys(page), () => t.value)],
  ['pasting into a page that reads the event', 'paste', '<textarea id=t></textarea><script>seen = ""; t.addEventListener("paste", (e) => { e.preventDefault(); seen += e.clipboardData.getData("text/plain") + e.clipboardData.getData("text/html") })</script>', (page) => pastes(page, () => pasteKeys(page), () => seen)],
  ['readText', 'paste', onClick("got = ''; navigator.clipboard.readText().then((text) => { got = text }, () => {})"), (page) => pastes(page, () => page.click('#b'), () => got)],
  ['fetch with text', 'sendItem', onClick(`fetch('/say', { method: 'POST', body: 'pay ${CARD} now' }).catch(() => {})`), async (page) => (await page.click('#b'), sent(page))],
  ['fetch with an object that turns into text', 'sendItem', onClick(`let n = 0; fetch('/say', { method: 'POST', body: { toString: () => n++ ? '${CARD} again' : 'pay ${CARD} now' } }).catch(() => {})`), async (page) => (await page.click('#b'), sent(page))],
  ['fetch with a form', 'sendItem', onClick(`const d = new FormData(); d.append('a', 'pay ${CARD} now'); d.append('b', 'kept'); d.append('f', new File(['bytes'], 'f.bin')); fetch('/say', { method: 'POST', body: d }).catch(() => {})`), async (page) => (await page.click('#b'), sent(page))],
  ['fetch with parameters', 'sendItem', onClick(`fetch('/say', { method: 'POST', body: new URLSearchParams({ a: '4111111111111111' }) }).catch(() => {})`), async (page) => (await page.click('#b'), sent(page))],
  ['XMLHttpRequest', 'sendItem', onClick(`const x = new XMLHttpRequest(); x.open('POST', '/say'); x.setRequestHeader('content-type', 'application/json'); x.send(JSON.stringify({ a: '${CARD}' }))`), async (page) => (await page.click('#b'), sent(page))],
  ['sendBeacon', 'sendItem', onClick(`navigator.sendBeacon('/say', 'pay ${CARD} now')`), async (page) => (await page.click('#b'), sent(page))],
  ['a form by its button', 'sendItem', `<form method=post action=/say enctype=text/plain><textarea name=a>pay ${CARD} now</textarea><input name=c value=kept><button id=b>send</button></form>`, async (page) => (await page.click('#b'), sent(page))],
  ['a form by submit()', 'sendItem', `<form id=f method=post action=/say enctype=text/plain><input name=a value="pay ${CARD} now"></form>`, async (page) => (await page.evaluate(() => f.submit()), sent(page))],
  ['a WebSocket', 'sendItem', "<script>w = new WebSocket(origin.replace('http', 'ws') + '/socket'); ready = new Promise((done) => { w.onopen = done })</script>", async (page) => {
    await page.evaluate((card) => ready.then(() => w.send(`pay ${card} now`)), CARD);
    return until('a message', () => site.messages[0]);
  }],
];

for (const [name, activity, html, act] of MASKINGS) {
  test(`${name}: a card leaves a bare page, is masked by a policy, and other text goes as it is`, async () => {
    const whole = (text) => text.replaceAll('4111111111111111', CARD), hidden = (text) => text.replaceAll('XXXXXXXXXXXX1111', MASKED);
    const bare = await open({ html }, { agent: false });
    assert.ok(whole(await act(bare)).includes(CARD), 'it leaves a bare page');
    await bare.context.close();

    const page = await open({ html }, { policies: [masks(activity)] });
    const text = await act(page);
    assert.ok(hidden(text).includes(MASKED), text);
    assert.ok(!whole(text).includes(CARD));
    if (!html.includes('<form')) await says(page, 'Some of it was masked'); // a form leaves the page
    const one = await until('it is recorded', () => site.reported(activity)[0]);
    assert.deepEqual([one.action, one.outcome], ['redact', 'performed']);
    assert.equal(site.reported(activity).length, 1);
    if (html.includes('kept')) assert.ok(text.includes('kept'));
    await page.context.close();

    const harmless = await open({ html: html.replaceAll(CARD, 'by invoice').replaceAll('4111111111111111', 'by invoice') }, { policies: [masks(activity, { inspection: { customExpression: { substring: 'nothing like it' }, minimumViolations: 1 } })] });
    const other = await act(harmless);
    assert.ok(!other.includes('XXXX'), other);
    assert.ok(!(await shown(harmless)).text.includes('masked'));
    await harmless.context.close();
  });
}

for (const [name, activity, html] of [
  ['a file', 'upload', onClick(`const d = new FormData(); d.append('f', new File(['pay ${CARD} now'], 'a.txt', { type: 'text/plain' })); fetch('/say', { method: 'POST', body: d }).catch(() => {})`)],
  ['a blob', 'sendItem', onClick(`fetch('/say', { method: 'POST', body: new Blob(['pay ${CARD} now'], { type: 'text/plain' }) }).catch(() => {})`)],
]) {
  test(`${name} that would have to be masked is stopped, and that is said`, async () => {
    const bare = await open({ html }, { agent: false });
    await bare.click('#b');
    assert.ok((await sent(bare)).includes(CARD));
    await bare.context.close();
    const page = await open({ html }, { policies: [masks(activity)] });
    await page.click('#b');
    await says(page, 'cannot be masked here');
    assert.equal(body(), '');
    await page.context.close();
  });
}

// --- messages: in the person's language, as plain text

const speaks = (more = {}) => policy('sendItem', 'block', {
  message: undefined,
  messages: {
    en: { title: 'Not from {app}', body: '<img src=x onerror="pwned = 1"> {activity} of {file} stops: {policy}', learnMore: `${site.origin}/learn` },
    de: { title: 'Nicht aus {app}', body: 'Das geht hier nicht.' },
  },
  ...more,
});
const element = async (page, name) => {
  const { root } = await page.cdp.send('DOM.getDocument', { depth: -1, pierce: true });
  let found = null;
  const walk = (node, ours) => {
    if (ours && node.nodeName === name) found ??= node;
    for (const child of node.children ?? []) walk(child, ours);
    for (const shadow of node.shadowRoots ?? []) walk(shadow, ours || shadow.shadowRootType === 'closed');
  };
  walk(root, false);
  return found;
};
const clickOn = async (page, name) => {
  const { backendNodeId } = await until(name, () => element(page, name));
  const [x, y, , , x2, y2] = (await page.cdp.send('DOM.getBoxModel', { backendNodeId })).model.content;
  await page.mouse.click((x + x2) / 2, (y + y2) / 2);
};

test('a message is in the language of the page, then of the browser, then English, and its placeholders are filled', async () => {
  for (const [lang, title, language] of [['de-AT', 'Nicht aus Files', 'de'], ['en', 'Not from Files', 'en'], ['fr', 'Not from Files', 'en']]) {
    const page = await open({ html: `<script>document.documentElement.lang = '${lang}'</script>${send.html}` }, { policies: [speaks()] });
    await page.click('#b');
    await says(page, title);
    const { attributes } = await element(page, 'H2');
    assert.equal(attributes[attributes.indexOf('lang') + 1], language);
    await page.context.close();
  }
});

test('a message is never taken for HTML, and its link opens apart from the page', async () => {
  const page = await open({ html: `${send.html}<script>pwned = 0; addEventListener('click', (e) => { if (e.target !== b) e.preventDefault() }, true)</script>` }, { policies: [speaks()] });
  await page.click('#b');
  await says(page, '<img src=x onerror="pwned = 1"> sendItem of  stops: block sendItem');
  assert.equal(await page.evaluate(() => pwned), 0);
  const opened = page.browser().waitForTarget((target) => target.url().endsWith('/learn'), { timeout: 5000 });
  await clickOn(page, 'A');
  const tab = await (await opened).page();
  assert.equal(await tab.evaluate(() => opener), null);
  assert.equal(await tab.evaluate(() => document.referrer), '');
  await page.context.close();
});

test('the details say which policies matched and how', async () => {
  const conditions = { all: [{ filter: 'app', operator: 'equals', values: ['files'] }, { not: { filter: 'user.groups', operator: 'contains', values: ['guests'] } }] };
  const page = await open(send, { policies: [speaks(), policy('sendItem', 'audit', { conditions })] });
  await page.click('#b');
  await says(page, 'Details');
  await says(page, '“audit sendItem” (sendItem-audit): conditions met, met, met, not met');
  await clickOn(page, 'SUMMARY');
  assert.ok((await until('details', () => element(page, 'DETAILS'))).attributes.includes('open'));
  await page.context.close();
});

// --- place: where it happens, and between which places data moves

const when = (activity, conditions, more = {}) => policy(activity, 'block', { conditions, ...more });

test('a policy about a selector stops copying there, and nowhere else', async () => {
  const html = '<div class=salaries><p id=p>SECRET</p></div><p id=q>SECRET</p>';
  const copy = async (page, id) => {
    await filled(page, 'old');
    await page.evaluate((which) => getSelection().selectAllChildren(document.getElementById(which)), id);
    await keys(page, 'c');
    return clipboard(page);
  };
  const bare = await open({ html }, { agent: false });
  assert.equal(await copy(bare, 'p'), 'SECRET');
  await bare.context.close();
  for (const inspection of [undefined, { customExpression: { substring: 'SECRET' }, minimumViolations: 1 }]) {
    const page = await open({ html }, { policies: [when('copy', { filter: 'selector', operator: 'equals', values: ['.salaries'] }, { inspection })] });
    assert.equal(await copy(page, 'p'), 'old');
    await says(page, 'Copy blocked');
    assert.equal(await copy(page, 'q'), 'SECRET');
    await page.context.close();
  }
});

test('a policy about the destination stops what goes elsewhere, and lets go what stays', async () => {
  const elsewhere = site.origin.replace('localhost', '127.0.0.1');
  const ways = {
    fetch: (origin) => onClick(`fetch('${origin}/say', { method: 'POST', mode: 'no-cors', body: 'SECRET' }).catch(() => {})`),
    'a form': (origin) => `<form method=post action=${origin}/say target=_blank><input name=a value=SECRET><button id=b>send</button></form>`,
    'a button of a form': (origin) => `<form method=post action=/say target=_blank><input name=a value=SECRET><button id=b formaction=${origin}/say>send</button></form>`,
    sendBeacon: (origin) => onClick(`navigator.sendBeacon('${origin}/say', 'SECRET')`),
  };
  for (const inspection of [undefined, { customExpression: { substring: 'SECRET' }, minimumViolations: 1 }]) {
    const policies = [when('sendItem', { not: { filter: 'destination', operator: 'equals', values: ['files'] } }, { inspection })];
    for (const [name, html] of Object.entries(ways)) {
      const bare = await open({ html: html(elsewhere) }, { agent: false });
      await bare.click('#b');
      assert.ok((await sent(bare)).includes('SECRET'), name);
      await bare.context.close();
      const page = await open({ html: html(elsewhere) }, { policies });
      await page.click('#b');
      await says(page, 'Message blocked');
      assert.equal(body(), '', name);
      await page.context.close();
      const inside = await open({ html: html('') }, { policies });
      await inside.click('#b');
      assert.ok((await sent(inside)).includes('SECRET'), name);
      await inside.context.close();
    }
  }
});

test('a policy about how much data moves stops more than that', async () => {
  const html = '<p id=p>0123456789ABCDEF</p><p id=q>012</p>';
  const page = await open({ html }, { policies: [when('copy', { filter: 'dataSize', operator: 'greaterThan', values: [10] })] });
  for (const [id, text] of [['p', 'old'], ['q', '012']]) {
    await filled(page, 'old');
    await page.evaluate((which) => getSelection().selectAllChildren(document.getElementById(which)), id);
    await keys(page, 'c');
    assert.equal(await clipboard(page), text);
  }
  await page.context.close();
});
