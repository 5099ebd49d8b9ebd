// How does the agent speak with the guard in the page's world? Over a node that only the two hold.
//
// Every event on it is heard before `dispatchEvent` returns, so both may ask each other in the middle of an
// answer. What crosses over is JSON text.

/** The way to the guard of this document. */
export class Port {
  #node = null;
  #reply = null;
  #waiting = [];

  /** `allow`: whether the default behaviour lets go what nobody decides. */
  constructor(allow) {
    this.allow = allow;
  }

  /** Meets the guard, whichever of the two came first; `agent` answers what it asks. */
  connect(agent) {
    const meeting = document.fonts;
    const meet = (event) => {
      if (this.#node || !(event.relatedTarget instanceof Node)) return;
      meeting.removeEventListener('stepgate-port', meet);
      this.#node = event.relatedTarget;
      this.#listen('ask', (message) => this.#tell('reply', agent.answer(message)));
      this.#listen('done', (message) => (this.#reply = message));
      this.#tell('reply', ['hello']);
      this.settle(this.allow, false);
      for (const work of this.#waiting.splice(0)) work();
    };
    meeting.addEventListener('stepgate-port', meet);
    meeting.dispatchEvent(new Event('stepgate-agent'));
  }

  /** Does something as soon as the guard is there. */
  once(work) {
    if (this.#node) work();
    else this.#waiting.push(work);
  }

  /** Lets the guard do something, and answers what came of it. */
  command(message) {
    this.#reply = null;
    this.#tell('do', message);
    const reply = this.#reply;
    this.#reply = null;
    if (reply === null) throw new Error('the guard does not answer');
    return reply;
  }

  /** Tells the guard the default behaviour, and whether calls that waited can be asked about now. */
  settle(allow, ready) {
    this.allow = allow;
    this.command(['settled', allow, ready]);
  }

  #listen(name, hear) {
    this.#node.addEventListener(name, (event) => hear(JSON.parse(event.detail)), { capture: true });
  }

  #tell(name, message) {
    this.#node.dispatchEvent(new CustomEvent(name, { detail: JSON.stringify(message) }));
  }
}
