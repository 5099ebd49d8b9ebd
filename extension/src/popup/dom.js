// How is an element found and made, and the worker asked? Text goes in as text, never as HTML.
import { browser } from '../worker/browser.js';

export const find = (selector) => document.querySelector(selector);

/** `make('p', { class: 'note' }, 'words', child)`; attributes that are null or false are left out. */
export function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) if (value !== null && value !== false) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

/** Words with `values` in them, as nodes: the values set apart. */
export function marked(text) {
  return text.split(/`([^`]*)`/).map((part, at) => (at % 2 ? make('code', {}, part) : part));
}

/** A message of several lines as the items of a list. */
export const items = (text) => (text ?? '').split('\n').filter(Boolean).map((line) => make('li', {}, ...marked(asSentence(line))));

const asSentence = (text) => `${text.charAt(0).toUpperCase()}${text.slice(1)}${/[.!?]$/.test(text) ? '' : '.'}`;

/** The worker's answer; `undefined` where it has none. */
export async function ask(message) {
  const answer = await browser.runtime.sendMessage(message).catch(() => undefined);
  return answer?.failed ? undefined : answer;
}
