// How is an agent worn out? By a page that acts where its own stack is used up.

/** The page of these attacks. */
export const PAGE = '<p id=p>SECRET</p><script>getSelection().selectAllChildren(p); printed = 0; addEventListener("beforeprint", () => printed++);</script>';

/** Runs the attack in the page, and answers what of it came out. */
export async function wear(page, site, code) {
  await page.cdp.send('Runtime.evaluate', { expression: `(${code})()`, userGesture: true, awaitPromise: true });
  await page.evaluate(() => new Promise((done) => setTimeout(done, 200)));
  const printed = await page.evaluate(() => globalThis.printed > 0);
  const reader = await page.context.newPage();
  await reader.goto(site.put('reader', { agent: false }));
  await reader.bringToFront();
  const copied = (await reader.evaluate(() => navigator.clipboard.readText())).includes('SECRET');
  await reader.evaluate(() => navigator.clipboard.writeText('old'));
  await reader.close();
  const sent = site.received.some((one) => one.body.includes('SECRET'));
  return { printed, copied, sent, saved: page.saved().length > 0 };
}

/** Tries at every depth on the way back from an overflow. */
export const DEEP = (attempt) => `() => {
  const anchor = Object.assign(document.createElement('a'), { href: URL.createObjectURL(new Blob(['x'])), download: 'tool.exe' });
  document.body.append(anchor);
  let tries = 0;
  const deep = () => { try { deep() } catch {} if (tries++ < 1500) try { ${attempt} } catch {} };
  deep();
}`;

/** What is tried there, by what comes of it. */
export const ATTEMPTS = [
  ['copying', "document.execCommand('copy')", 'copied'],
  ['sending', "navigator.sendBeacon('/say', 'SECRET')", 'sent'],
  ['saving', 'if (tries < 60) anchor.click()', 'saved'],
];
