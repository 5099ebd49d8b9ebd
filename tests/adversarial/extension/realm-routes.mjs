// Which ways lead past the extension to another realm's functions? Those of the page's agent, and those that surface where
// the browser, and no script of ours, decides when the extension is in a new document. Each tries to send `SECRET`.

import { CLOSED as ALSO_CLOSED, KNOWN_GAPS as SHARED } from '../realm-routes.mjs';

/** What the extension closes. */
export const CLOSED = {
  ...ALSO_CLOSED,
  'a frame in a closed shadow tree': async () => {
    const root = document.body.appendChild(document.createElement('div')).attachShadow({ mode: 'closed' });
    root.innerHTML = '<iframe></iframe>';
    await root.firstChild.contentWindow.fetch('/say', { method: 'POST', body: 'SECRET' }).catch(() => {});
  },
  'a frame of markup that was parsed elsewhere': async () => {
    const parsed = new DOMParser().parseFromString('<iframe></iframe>', 'text/html');
    document.body.append(document.adoptNode(parsed.querySelector('iframe')));
    await window[0].fetch('/say', { method: 'POST', body: 'SECRET' }).catch(() => {});
  },
  'a frame seen by a custom element as it is inserted': async () => {
    let sent;
    customElements.define('x-seen', class extends HTMLElement {
      connectedCallback() {
        sent = window[0]?.fetch('/say', { method: 'POST', body: 'SECRET' }).catch(() => {});
      }
    });
    d.innerHTML = '<iframe></iframe><x-seen></x-seen>';
    await sent;
  },
  'a script in srcdoc': async () => {
    const f = document.createElement('iframe');
    f.srcdoc = "<script>fetch('/say', { method: 'POST', body: 'SECRET' })</scr" + 'ipt>';
    document.body.append(f);
    await new Promise((done) => { f.onload = done; });
  },
  'a script in the srcdoc of a sandbox': async () => {
    const f = document.createElement('iframe');
    f.sandbox = 'allow-scripts';
    f.srcdoc = `<script>fetch('${origin}/say', { method: 'POST', mode: 'no-cors', body: 'SECRET' })</scr` + 'ipt>';
    document.body.append(f);
    await new Promise((done) => { f.onload = done; });
    await new Promise((done) => setTimeout(done, 200));
  },
  'a script in a document made of a blob': async () => {
    const f = document.createElement('iframe');
    f.src = URL.createObjectURL(new Blob([`<script>fetch('${origin}/say', { method: 'POST', body: 'SECRET' })</scr` + 'ipt>'], { type: 'text/html' }));
    document.body.append(f);
    await new Promise((done) => { f.onload = done; });
    await new Promise((done) => setTimeout(done, 200));
  },
  'a script in a frame that goes on from about:blank to a blob': async () => {
    const f = document.body.appendChild(document.createElement('iframe'));
    const over = new Promise((done) => { f.onload = done; });
    f.contentWindow.location = URL.createObjectURL(new Blob([`<script>fetch('${origin}/say', { method: 'POST', body: 'SECRET' })</scr` + 'ipt>'], { type: 'text/html' }));
    await over;
    await new Promise((done) => setTimeout(done, 200));
  },
  'a script in a data address': async () => {
    const f = document.createElement('iframe');
    f.src = `data:text/html,<script>fetch('${origin}/say', { method: 'POST', mode: 'no-cors', body: 'SECRET' })</scr` + 'ipt>';
    document.body.append(f);
    await new Promise((done) => { f.onload = done; });
    await new Promise((done) => setTimeout(done, 200));
  },
  'a window made of a blob': async () => {
    const w = window.open(URL.createObjectURL(new Blob([`<script>fetch('${origin}/say', { method: 'POST', body: 'SECRET' }).finally(close)</scr` + 'ipt>'], { type: 'text/html' })));
    await new Promise((done) => setTimeout(done, 500));
    w?.close();
  },
  'a window of the same site, before it loads': async () => {
    const w = window.open('/slow');
    await w.fetch(`${origin}/say`, { method: 'POST', body: 'SECRET', keepalive: true }).catch(() => {});
    w.close();
  },
  'a script in the second srcdoc of a frame': async () => {
    const f = document.createElement('iframe');
    f.srcdoc = 'one';
    document.body.append(f);
    await new Promise((done) => { f.onload = done; });
    f.srcdoc = "<script>fetch('/say', { method: 'POST', body: 'SECRET' })</scr" + 'ipt>';
    await new Promise((done) => { f.onload = done; });
    await new Promise((done) => setTimeout(done, 200));
  },
  'a window whose address is a script': async () => {
    const w = window.open(`javascript:void fetch('${origin}/say', { method: 'POST', body: 'SECRET' })`);
    await new Promise((done) => setTimeout(done, 300));
    w?.close();
  },
  'our own text in a frame of a stranger': async () => {
    const f = document.createElement('iframe');
    f.src = `${origin.replace(location.hostname, 'stranger.localhost')}/stranger?${encodeURIComponent(`${origin}/plain.txt`)}`;
    document.body.append(f);
    await new Promise((done) => { f.onload = done; });
    await window[0][0].fetch('/say', { method: 'POST', body: 'SECRET' }).catch(() => {});
  },
  'a frame whose address is a script': async () => {
    const f = document.createElement('iframe');
    f.src = "javascript:void fetch(parent.origin + '/say', { method: 'POST', body: 'SECRET' })";
    document.body.append(f);
    await new Promise((done) => setTimeout(done, 300));
  },
  'a frame with a document in srcdoc, by window[0] before it loads': async () => {
    const f = document.createElement('iframe');
    f.srcdoc = 'page';
    document.body.append(f);
    await window[0].fetch('/say', { method: 'POST', body: 'SECRET' }).catch(() => {});
  },
  'a frame whose address has no content, by window[0]': async () => {
    const f = document.createElement('iframe');
    f.src = '/nothing';
    document.body.append(f);
    await new Promise((done) => setTimeout(done, 200));
    await window[0].fetch('/say', { method: 'POST', body: 'SECRET' }).catch(() => {});
  },
  'a frame whose address refuses to be framed, by window[0] before it loads': async () => {
    const f = document.createElement('iframe');
    f.src = '/unframed';
    document.body.append(f);
    await window[0].fetch(`${origin}/say`, { method: 'POST', body: 'SECRET' }).catch(() => {});
  },
};

/**
 * What it does not close, each with its reason. A test fails when one of these closes, so that the list stays true. Races are
 * not among them: between the commit of a document and the first script in it there is a moment that a script beside it,
 * trying `window[0]` again and again, may meet (a second page, a form's target, srcdoc, a page that goes on by itself).
 */
export const KNOWN_GAPS = {
  'a worker made of a blob': { why: 'browsers let no extension into workers, and a page without them would not be the page', route: SHARED['a worker made of a blob'] },
  'a script that is written beside a slow frame': {
    why: 'the parser runs the script at once, and tells of the frame later',
    route: async () => {
      const over = new Promise((done) => addEventListener('message', done));
      document.write("<iframe src=/slow></iframe><script>window[0].fetch('/say', { method: 'POST', body: 'SECRET' }).finally(() => postMessage(1))</scr" + 'ipt>');
      await Promise.race([over, new Promise((done) => setTimeout(done, 500))]);
    },
  },
};
