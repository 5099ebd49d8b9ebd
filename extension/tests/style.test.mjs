// Do the popup and the settings look like the rest of Stepgate?

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test from 'node:test';

const read = (path) => readFileSync(new URL(path, import.meta.url), 'utf8');
const colours = (css) => css.match(/:root \{[^}]*\}/)[0];

test('the extension has the colours and the type of the other pages', () => {
  assert.equal(colours(read('../src/popup/style.css')), colours(read('../../www/shared/base.css')));
});

for (const page of ['popup', 'options']) {
  test(`the page ${page} brings no script or style of its own and no address from elsewhere`, () => {
    const html = read(`../src/${page}/${page}.html`);
    assert.doesNotMatch(html, /<style|style=|\son\w+=|(?:src|href)="https?:|<script(?![^>]*\ssrc=)/);
  });

  test(`the page ${page} never inserts text as HTML`, () => {
    assert.doesNotMatch(read(`../src/${page}/${page}.js`), /innerHTML|outerHTML|insertAdjacentHTML|document\.write|DOMParser/);
  });
}
