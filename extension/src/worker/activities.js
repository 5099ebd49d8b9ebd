// Which activities are still to be sent? Kept in IndexedDB, bounded, across sleep, restart and sign-out.

import { openDB } from 'idb';

/** The most activities, and the most bytes, that are kept. The oldest make room, and are counted. */
export const MOST = 10_000;
export const MOST_BYTES = 10 * 1024 * 1024;
/** As the protocol has it: `MAX_BATCH`, and below `MAX_BATCH_BYTES`. */
export const BATCH = 100;
const BATCH_BYTES = 200_000;
const NOTHING = { kept: 0, bytes: 0, sent: 0, dropped: 0, reported: 0 };

export class Activities {
  #opening;
  #limits;

  constructor({ name = 'stepgate', most = MOST, mostBytes = MOST_BYTES } = {}) {
    this.#limits = { most, mostBytes };
    this.#opening = openDB(name, 1, {
      upgrade(database) {
        const store = database.createObjectStore('activities', { keyPath: 'at', autoIncrement: true });
        store.createIndex('id', 'id', { unique: true });
        database.createObjectStore('counts');
      },
    });
  }

  /** Keeps one activity; the same `id` twice is kept once. It is on disk when this returns. */
  async keep({ id, app, user, json }) {
    const work = await this.#begin();
    if ((await work.activities.index('id').getKey(id)) === undefined) {
      const bytes = new TextEncoder().encode(json).length;
      await work.activities.add({ id, app, user, json, bytes });
      work.counts.kept += 1;
      work.counts.bytes += bytes;
      await this.#makeRoom(work);
    }
    await this.#end(work);
  }

  async #makeRoom(work) {
    const { most, mostBytes } = this.#limits;
    let cursor = await work.activities.openCursor();
    while (cursor && (work.counts.kept > most || work.counts.bytes > mostBytes)) {
      work.counts.kept -= 1;
      work.counts.bytes -= cursor.value.bytes;
      work.counts.dropped += 1;
      await cursor.delete();
      cursor = await cursor.continue();
    }
  }

  /**
   * The next ones to send, oldest first, all for one app: `{ app, activities }`, or `null`. `appOf` says for which app an
   * activity is, `null` if it cannot be sent now.
   */
  async next(appOf) {
    const database = await this.#opening;
    const batch = { app: null, activities: [] };
    let bytes = 0;
    let cursor = await database.transaction('activities').store.openCursor();
    while (cursor && batch.activities.length < BATCH) {
      const app = appOf(cursor.value);
      batch.app ??= app;
      if (app !== null && app === batch.app) {
        bytes += cursor.value.bytes + 1;
        if (bytes > BATCH_BYTES && batch.activities.length > 0) break;
        batch.activities.push(cursor.value);
      }
      cursor = await cursor.continue();
    }
    return batch.app === null ? null : batch;
  }

  /** Forgets what the gateway has. */
  async sent(activities) {
    const work = await this.#begin();
    for (const { at, bytes } of activities) {
      // It may have made room for others meanwhile.
      if ((await work.activities.getKey(at)) === undefined) continue;
      await work.activities.delete(at);
      work.counts.kept -= 1;
      work.counts.bytes -= bytes;
      work.counts.sent += 1;
    }
    await this.#end(work);
  }

  async counts() {
    const database = await this.#opening;
    return { ...NOTHING, ...(await database.get('counts', 'all')) };
  }

  /** Says that so many of the dropped ones have been reported. */
  async reported(dropped) {
    const work = await this.#begin();
    work.counts.reported = dropped;
    await this.#end(work);
  }

  /** All that is kept, as JSON lines, oldest first. */
  async lines() {
    const database = await this.#opening;
    const all = await database.getAll('activities');
    return all.map(({ app, json }) => `${JSON.stringify({ app, ...JSON.parse(json) })}\n`).join('');
  }

  async #begin() {
    const database = await this.#opening;
    const transaction = database.transaction(['activities', 'counts'], 'readwrite', { durability: 'strict' });
    const counts = { ...NOTHING, ...(await transaction.objectStore('counts').get('all')) };
    return { transaction, activities: transaction.objectStore('activities'), counts };
  }

  async #end({ transaction, counts }) {
    await transaction.objectStore('counts').put(counts, 'all');
    await transaction.done;
  }
}
