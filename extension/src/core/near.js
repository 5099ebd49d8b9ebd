// Which values does the extension's own world give to the agent? By number, like those of the page.

/** Set in the number of every value that is here and not in the page. */
export const NEAR = 0x40000000;
const KEPT = 0x80000000;

/** Values by number: temporary ones until the outermost call returns, kept ones until dropped. */
export class Near {
  #temporary = [];
  #kept = new Map();
  #next = 0;

  get mark() {
    return this.#temporary.length;
  }

  hold(value) {
    return (this.#temporary.push(value) - 1 + NEAR) >>> 0;
  }

  get(number) {
    return number >= KEPT ? this.#kept.get(number) : this.#temporary[number - NEAR];
  }

  keep(number) {
    const kept = (KEPT + NEAR + this.#next++) >>> 0;
    this.#kept.set(kept, this.get(number));
    return kept;
  }

  drop(number) {
    this.#kept.delete(number);
  }

  release(mark) {
    this.#temporary.length = mark;
  }
}

/** Whether a number is that of a near value. */
export const isNear = (number) => (number & NEAR) !== 0;
