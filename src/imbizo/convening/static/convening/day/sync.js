// Sends what waits, in batches, by the device's own token (sessions end in the middle of a day). Each thing is taken
// once however often it is sent, and stays here until the server has said what became of it.

const BATCH = 50;
const EVERY = 20_000; // milliseconds

export class Sync {
  // `changed` is called whenever what waits, the names or the connection changed: ({state, waiting, outcomes}).
  // States: "sent", "waiting" (no connection), "refused" (the server doesn't know this device), "closed".
  constructor(store, url, changed) {
    Object.assign(this, { store, url, changed, busy: null, state: "waiting" });
  }

  // From now on: at once, when the connection is back, when the page is looked at again, and every now and then.
  begin() {
    const send = () => this.send();
    window.addEventListener("online", send);
    window.addEventListener("offline", () => this.tell("waiting", []));
    document.addEventListener("visibilitychange", () => document.hidden || send());
    this.timer = setInterval(send, EVERY);
    return send();
  }

  end() {
    clearInterval(this.timer);
  }

  // One sending at a time; who asks meanwhile waits for one that begins after the present one.
  send() {
    this.busy = (this.busy ?? Promise.resolve()).then(() => this.sendAll());
    return this.busy;
  }

  async sendAll() {
    if (this.state === "closed") return;
    try {
      let left;
      do {
        left = await this.sendBatch();
      } while (left > 0 && this.state === "sent");
    } catch (error) {
      // No connection, or a server that is being restarted: everything stays, and is sent later.
      await this.tell(error.message === "refused" ? "refused" : "waiting", []);
    }
  }

  async sendBatch() {
    const [queue, about, names] = await Promise.all([this.store.queue(), this.store.about(), this.store.names()]);
    const items = queue.slice(0, BATCH);
    const reply = await this.call({
      token: about.token,
      now: Date.now(),
      waiting: queue.length - items.length,
      have: names.digest,
      items,
    });
    await this.store.put("about", { ...about, ahead: Math.round((Date.now() - reply.now) / 1000) });
    await this.store.remove(reply.outcomes.map((each) => each.id));
    if (reply.people) await this.store.put("names", { digest: reply.digest, people: reply.people, asked: reply.asked });
    const left = await this.store.count();
    if (reply.closed) await this.closed(left);
    await this.tell(reply.closed && !left ? "closed" : "sent", reply.outcomes);
    return left;
  }

  // The gathering was closed: the names go now, the rest when nothing is left to send.
  async closed(left) {
    await this.store.forgetNames();
    if (left) return;
    this.end();
    await this.store.wipe();
  }

  async call(body) {
    const response = await fetch(this.url, {
      method: "POST",
      credentials: "omit",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(body),
    });
    if (response.status === 403) throw new Error("refused");
    if (!response.ok) throw new Error("waiting");
    return response.json();
  }

  async tell(state, outcomes) {
    this.state = state;
    await this.changed({ state, outcomes, waiting: await this.store.count() });
  }
}
