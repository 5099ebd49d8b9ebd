// Which ways lead to another realm's functions? Each tries to send `SECRET` with them.

/** What the agent closes. */
export const CLOSED = {
  'an empty frame, by contentWindow': async () => {
    const f = document.createElement('iframe');
    document.body.append(f);
    await f.contentWindow.fetch('/say', { method: 'POST', body: 'SECRET' }).catch(() => {});
  },
  'an empty frame, by window[0]': async () => {
    document.body.append(document.createElement('iframe'));
    await window[0].fetch('/say', { method: 'POST', body: 'SECRET' }).catch(() => {});
  },
  'an empty frame, by contentDocument': async () => {
    const f = document.createElement('iframe');
    document.body.append(f);
    await f.contentDocument.defaultView.fetch('/say', { method: 'POST', body: 'SECRET' }).catch(() => {});
  },
  'a frame in markup': async () => {
    d.innerHTML = '<iframe></iframe>';
    await frames[0].fetch('/say', { method: 'POST', body: 'SECRET' }).catch(() => {});
  },
  'a frame whose own load handler is quick': async () => {
    const f = document.createElement('iframe');
    const done = new Promise((over) => {
      f.onload = () => over(window[0].fetch('/say', { method: 'POST', body: 'SECRET' }).catch(() => {}));
    });
    document.body.append(f);
    await done;
  },
  'a frame in a frame': async () => {
    const f = document.createElement('iframe');
    document.body.append(f);
    const g = f.contentDocument.createElement('iframe');
    f.contentDocument.body.append(g);
    await f.contentWindow[0].fetch('/say', { method: 'POST', body: 'SECRET' }).catch(() => {});
  },
  'a frame with a slow address, by contentWindow': async () => {
    const f = document.createElement('iframe');
    f.src = '/slow';
    document.body.append(f);
    await f.contentWindow.fetch('/say', { method: 'POST', body: 'SECRET' }).catch(() => {});
  },
  'a frame with a slow address, by window[0] before it loads': async () => {
    const f = document.createElement('iframe');
    f.src = '/slow';
    document.body.append(f);
    await window[0].fetch('/say', { method: 'POST', body: 'SECRET' }).catch(() => {});
  },
  'the beacon of a frame on our own navigator': async () => {
    const f = document.createElement('iframe');
    document.body.append(f);
    f.contentWindow.Navigator.prototype.sendBeacon.call(navigator, '/say', 'SECRET');
    await new Promise((done) => setTimeout(done, 200));
  },
  'a window of our own': async () => {
    const w = window.open('about:blank');
    await w.fetch('/say', { method: 'POST', body: 'SECRET' }).catch(() => {});
    w.close();
  },
  'an object element': async () => {
    const o = document.createElement('object');
    o.data = 'about:blank';
    document.body.append(o);
    await new Promise((done) => setTimeout(done, 100));
    const w = o.contentWindow ?? window[0];
    await w.fetch('/say', { method: 'POST', body: 'SECRET' }).catch(() => {});
  },
  'a document written anew': async () => {
    document.open();
    document.write('<form id=f method=post action=/say><textarea name=a>SECRET</textarea></form><iframe name=i></iframe>');
    document.close();
    f.target = 'i';
    f.requestSubmit();
    await new Promise((done) => setTimeout(done, 200));
  },
  'a document written anew, by a script in what is written': async () => {
    document.write('<form id=f method=post action=/say target=i><textarea name=a>SECRET</textarea></form><iframe name=i></iframe><script>f.requestSubmit()</scr' + 'ipt>');
    document.close();
    await new Promise((done) => setTimeout(done, 200));
  },
  'a document of plain text, framed': async () => {
    const f = document.createElement('iframe');
    f.src = '/plain.txt';
    document.body.append(f);
    await new Promise((done) => { f.onload = done; });
    const g = f.contentDocument.createElement('script');
    g.textContent = "fetch('/say', { method: 'POST', body: 'SECRET' })";
    f.contentDocument.body.append(g);
    await new Promise((done) => setTimeout(done, 200));
  },
};

/** What it does not close yet. A test fails when one of these closes, so that the list stays true. */
export const KNOWN_GAPS = {
  'a worker made of a blob': async () => {
    const code = `fetch('${origin}/say', { method: 'POST', body: 'SECRET' }).finally(() => postMessage(1))`;
    const worker = new Worker(URL.createObjectURL(new Blob([code])));
    await new Promise((done) => { worker.onmessage = done; });
  },
};
