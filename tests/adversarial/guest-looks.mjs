// What does a page look at that must be the same with an agent as without? Each is sent into the page.

/** Names, lengths, texts, properties and prototypes of functions that are hooked. */
export const hookedFunctions = () => {
  const functions = [print, fetch, open, Document.prototype.execCommand, Document.prototype.write, HTMLElement.prototype.click, EventTarget.prototype.dispatchEvent,
    XMLHttpRequest.prototype.send, XMLHttpRequest.prototype.open, Navigator.prototype.sendBeacon, WebSocket.prototype.send, HTMLFormElement.prototype.submit, URL.createObjectURL,
    Clipboard.prototype.writeText, HTMLInputElement.prototype.showPicker, Function.prototype.toString, Response.prototype.blob,
    Object.getOwnPropertyDescriptor(HTMLIFrameElement.prototype, 'contentWindow').get, Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'files').get];
  return functions.map((one) => [one.name, one.length, String(one), Function.prototype.toString.call(one), typeof one, Object.getOwnPropertyNames(one).sort().join(), Object.getPrototypeOf(one) === Function.prototype, 'prototype' in one]);
};

/** A page puts its own function in place of a hooked one, as monitoring scripts do. */
export const ownInPlace = async () => {
  'use strict';
  const before = fetch, calls = [];
  window.fetch = function (...list) {
    calls.push(list[0]);
    return before.apply(this, list);
  };
  const send = XMLHttpRequest.prototype.send;
  XMLHttpRequest.prototype.send = function (...list) {
    calls.push('send');
    return send.apply(this, list);
  };
  const status = (await fetch('/plain')).status;
  await new Promise((done) => {
    const x = new XMLHttpRequest();
    x.onload = done;
    x.open('GET', '/plain');
    x.send();
  });
  return [calls, status];
};

/** What natives throw and reject. */
export const whatIsThrown = async () => {
  const tries = [
    () => fetch('http://['), () => fetch('/x', { method: 'GET', body: 'a' }), () => fetch('/x', { signal: AbortSignal.abort() }), () => fetch(), () => new XMLHttpRequest().send(), () => XMLHttpRequest.prototype.send.call({}),
    () => HTMLElement.prototype.click.call({}), () => document.execCommand(), () => URL.createObjectURL({}), () => navigator.sendBeacon(), () => WebSocket.prototype.send.call(null, ''),
    () => EventTarget.prototype.dispatchEvent.call(window, {}), () => navigator.clipboard.writeText(), () => Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'files').get.call({}),
    () => document.createElement('form').submit.call({}), () => Response.prototype.blob.call({}), () => new print(), () => new fetch('x'),
  ];
  const seen = [];
  for (const one of tries) {
    try {
      seen.push(`value ${await one()}`);
    } catch (error) {
      seen.push(`${error.name}: ${error.message}`);
    }
  }
  return seen;
};

/** Requests of every kind: methods, headers, bodies, aborts, streams. */
export const requests = async () => {
  await fetch('/a', { method: 'PUT', headers: { 'x-a': '1', 'content-type': 'text/x' }, body: 'abc' });
  await fetch(new Request('/b', { method: 'POST', body: 'request' }));
  await fetch(new URL('/c', location), { method: 'POST', body: new Uint8Array([1, 2, 3]).subarray(1) });
  await fetch('/d', { method: 'POST', headers: [['content-type', 'application/json']], body: '{}' });
  class Options { get method() { return 'POST'; } get body() { return 'from a getter'; } }
  await fetch('/e', new Options());
  const x = new XMLHttpRequest();
  x.open('POST', '/f');
  x.send(new Blob(['blob'], { type: 'text/plain' }));
  await new Promise((done) => { x.onloadend = done; });
  const controller = new AbortController();
  const late = fetch('/g', { signal: controller.signal });
  controller.abort();
  return [x.status, await late.catch((error) => error.name)];
};
