// What did the browser save to disk? Read from the folder itself.

import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { until } from './wait.mjs';

/** What a browser writes to before the file has its name: Chromium begins with a hidden one. */
const UNFINISHED = /^\.|\.(crdownload|part|wkdownload)$/;

/** A new empty folder below the system's temporary one. */
export function temporaryFolder(what) {
  return mkdtempSync(join(tmpdir(), `stepgate-${what}-`));
}

/** Where a browser lives: its `home`, and in it `saved` and `printed`. */
export function foldersFor(engine) {
  const home = new Folder(temporaryFolder(engine));
  return { home, saved: new Folder(join(home.path, 'saved')), printed: new Folder(join(home.path, 'printed')) };
}

/** A folder that a browser saves into. */
export class Folder {
  constructor(path) {
    this.path = path;
    mkdirSync(path, { recursive: true });
  }

  /** Names of the files saved completely; an empty file is a place that a browser holds for one under way. */
  names() {
    const all = readdirSync(this.path).filter((name) => !UNFINISHED.test(name));
    return all.filter((name) => statSync(join(this.path, name), { throwIfNoEntry: false })?.size > 0).sort();
  }

  /** Names of everything there, complete or not. */
  all() {
    return readdirSync(this.path);
  }

  /** Takes away what an earlier journey saved. */
  clear() {
    for (const name of readdirSync(this.path)) rmSync(join(this.path, name), { recursive: true, force: true });
  }

  /** Waits for a file whose name fits, and answers its path. */
  async file(pattern) {
    const name = await until(`a saved file ${pattern}`, () => this.names().find((each) => pattern.test(each)));
    return join(this.path, name);
  }

  remove() {
    rmSync(this.path, { recursive: true, force: true, maxRetries: 5 });
  }
}
