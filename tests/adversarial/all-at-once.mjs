// What does a page try that first replaces what it can, and then does everything at once?

/** Kept before anything is overridden: what the attacker uses, and how the test sees what came of it. */
const PREPARE = `
  const keep = { print, fetch, XMLHttpRequest, createElement: document.createElement.bind(document), Blob, File, FormData };
  const xhrOpen = XMLHttpRequest.prototype.open, xhrSend = XMLHttpRequest.prototype.send, click = HTMLElement.prototype.click;
  const write = navigator.clipboard.writeText.bind(navigator.clipboard), exec = document.execCommand.bind(document);
  const anchor = Object.assign(document.createElement('a'), { href: '/file.bin', download: 'tool.exe' });
  const request = new XMLHttpRequest(), bytes = new Blob(['SECRET'], { type: 'application/octet-stream' });
  xhrOpen.call(request, 'POST', '/say');
  const send = xhrSend.bind(request), go = click.bind(anchor), beacon = navigator.sendBeacon.bind(navigator);
  printed = 0; window.onbeforeprint = () => { printed++ };
  attack = () => {
    const tries = [
      () => keep.print(), () => exec('print'), () => go(), () => send('SECRET'), () => beacon('/say', 'SECRET'),
      () => keep.fetch('/say', { __proto__: null, method: 'POST', body: 'SECRET' }),
      () => keep.fetch('/up/tool.exe', { __proto__: null, method: 'PUT', body: bytes }),
      () => write('SECRET'), () => exec('copy'),
    ];
    for (let i = 0; i < 9; i++) try { tries[i]() } catch {}
  };`;

/** The page; `changed` is the text of a function that it runs first. */
export const pageThat = (changed) => `<p id=p>SECRET</p><button id=b onclick="attack()">go</button><input type=file id=f><script>getSelection().selectAllChildren(p);${PREPARE}\n${changed ? `(${changed})();` : ''}</script>`;

/** Lets the page do everything at once, and answers what of it reached the outside world. */
export async function escapes(page, site) {
  const before = site.received.length;
  const reader = await page.context.newPage();
  await reader.goto(site.put('reader', { agent: false }));
  await reader.bringToFront();
  await reader.evaluate(() => navigator.clipboard.writeText('old'));
  await page.bringToFront();
  await page.mouse.click(30, 60).catch(() => {});
  await page.cdp.send('Runtime.evaluate', { expression: 'attack()', userGesture: true });
  await new Promise((done) => setTimeout(done, 250));
  const { result } = await page.cdp.send('Runtime.evaluate', { expression: 'printed' });
  await reader.bringToFront();
  return {
    printed: result.value > 0,
    copied: (await reader.evaluate(() => navigator.clipboard.readText())) !== 'old',
    sent: site.received.slice(before).some((one) => one.body.includes('SECRET')),
    saved: page.saved().length > 0,
  };
}

export const NOTHING = { printed: false, copied: false, sent: false, saved: false };
export const EVERYTHING = { printed: true, copied: true, sent: true, saved: true };
