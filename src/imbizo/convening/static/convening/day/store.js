// What a device holds of one gathering: the names of its list, and what was written down and not yet sent.
// All of it is encrypted (AES-GCM) under the gathering's key, which is kept only wrapped under a PIN (PBKDF2).
// In clear stand: the device's id, when it ends, and the salt. docs/adr/0016 says what this protects from, and what not.

const NAME = "imbizo-day";
const ROUNDS = 600_000;
const MOST_WRONG = 10;
const encoder = new TextEncoder();
const decoder = new TextDecoder();

const ask = (request) =>
  new Promise((settle, fail) => {
    request.onsuccess = () => settle(request.result);
    request.onerror = () => fail(request.error);
  });

const database = () => {
  const request = indexedDB.open(NAME, 1);
  request.onupgradeneeded = () => {
    // plain: one row about the device. sealed: "about" and "names". queue: one row for each thing that waits.
    for (const name of ["plain", "sealed", "queue"]) request.result.createObjectStore(name, { keyPath: "id" });
  };
  return ask(request);
};

const within = async (db, names, mode, act) => {
  const transaction = db.transaction(names, mode);
  const done = new Promise((settle, fail) => {
    transaction.oncomplete = settle;
    transaction.onerror = transaction.onabort = () => fail(transaction.error);
  });
  const found = await act(transaction);
  await done;
  return found;
};

const bytes = (size) => crypto.getRandomValues(new Uint8Array(size));

const fromBase64 = (text) =>
  Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (char) => char.charCodeAt(0));

const keyFromPin = async (pin, salt) => {
  const material = await crypto.subtle.importKey("raw", encoder.encode(pin), "PBKDF2", false, ["deriveKey"]);
  const how = { name: "PBKDF2", hash: "SHA-256", salt, iterations: ROUNDS };
  return crypto.subtle.deriveKey(how, material, { name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
};

const keyFromSecret = (raw) => crypto.subtle.importKey("raw", raw, "AES-GCM", false, ["encrypt", "decrypt"]);

const wrap = async (pin, secret) => {
  const [salt, iv] = [bytes(16), bytes(12)];
  const wrapped = await crypto.subtle.encrypt({ name: "AES-GCM", iv }, await keyFromPin(pin, salt), secret);
  return { salt, iv, wrapped };
};

const inHex = (raw) => {
  const hex = [...raw].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
};

// An id that is ordered by time, for what is written down; and one that tells nothing, for slips.
const timedId = () => {
  const raw = bytes(16);
  let left = Date.now();
  for (let at = 5; at >= 0; at -= 1) {
    raw[at] = left % 256;
    left = Math.floor(left / 256);
  }
  raw[6] = (raw[6] & 0x0f) | 0x70;
  raw[8] = (raw[8] & 0x3f) | 0x80;
  return inHex(raw);
};
const randomId = () => {
  const raw = bytes(16);
  raw[6] = (raw[6] & 0x0f) | 0x40;
  raw[8] = (raw[8] & 0x3f) | 0x80;
  return inHex(raw);
};

export class Store {
  constructor(db, key, plain) {
    Object.assign(this, { db, key, plain });
  }

  // What can be told without the PIN: null, or {device, ends, hasNames, waiting}. After its end the names go, unasked.
  static async look() {
    const db = await database();
    const plain = await within(db, ["plain"], "readonly", (t) => ask(t.objectStore("plain").get("device")));
    if (!plain) return null;
    const store = new Store(db, null, plain);
    if (Date.now() > plain.ends) await store.forgetNames();
    return { device: plain.device, ends: plain.ends, closed: Boolean(plain.closed), waiting: await store.count() };
  }

  // Begin anew for a device that was just opened. Refuses while something waits from before.
  static async create(pin, opened) {
    const before = await Store.look();
    if (before?.waiting && before.device !== opened.device) throw new Error("waiting");
    const db = await database();
    const secret = fromBase64(opened.secret);
    const plain = {
      id: "device",
      device: opened.device,
      // By this device's own clock, so that one that is wrong ends at the right moment all the same.
      ends: opened.ends + (Date.now() - opened.now),
      wrong: 0,
      ...(await wrap(pin, secret)),
    };
    await within(db, ["plain", "sealed", "queue"], "readwrite", (t) => {
      t.objectStore("sealed").clear();
      t.objectStore("queue").clear();
      t.objectStore("plain").put(plain);
    });
    const store = new Store(db, await keyFromSecret(secret), plain);
    await store.put("about", { ...opened.about, token: opened.token, ahead: Math.round((Date.now() - opened.now) / 1000) });
    await store.put("names", { digest: opened.digest, people: opened.people, asked: opened.asked });
    return store;
  }

  // The open store, or null for a wrong PIN. After ten wrong ones the names are dropped; what waits never is.
  static async unlock(pin) {
    const db = await database();
    const plain = await within(db, ["plain"], "readonly", (t) => ask(t.objectStore("plain").get("device")));
    const key = await keyFromPin(pin, plain.salt);
    try {
      const secret = await crypto.subtle.decrypt({ name: "AES-GCM", iv: plain.iv }, key, plain.wrapped);
      const store = new Store(db, await keyFromSecret(secret), { ...plain, wrong: 0 });
      await store.savePlain();
      return store;
    } catch {
      const store = new Store(db, null, { ...plain, wrong: plain.wrong + 1 });
      if (store.plain.wrong >= MOST_WRONG) await store.forgetNames(false);
      await store.savePlain();
      return null;
    }
  }

  // A member who is signed in got the key again: choose a new PIN. What waits stays.
  static async renew(pin, secret) {
    const db = await database();
    const plain = await within(db, ["plain"], "readonly", (t) => ask(t.objectStore("plain").get("device")));
    const raw = fromBase64(secret);
    const store = new Store(db, await keyFromSecret(raw), { ...plain, ...(await wrap(pin, raw)), wrong: 0 });
    await store.about();
    await store.savePlain();
    return store;
  }

  savePlain() {
    return within(this.db, ["plain"], "readwrite", (t) => ask(t.objectStore("plain").put(this.plain)));
  }

  async seal(id, value) {
    const iv = bytes(12);
    const how = { name: "AES-GCM", iv, additionalData: encoder.encode(id) };
    return { id, iv, data: await crypto.subtle.encrypt(how, this.key, encoder.encode(JSON.stringify(value))) };
  }

  async unseal(row) {
    const how = { name: "AES-GCM", iv: row.iv, additionalData: encoder.encode(row.id) };
    return JSON.parse(decoder.decode(await crypto.subtle.decrypt(how, this.key, row.data)));
  }

  async put(id, value, where = "sealed") {
    const row = await this.seal(id, value);
    await within(this.db, [where], "readwrite", (t) => ask(t.objectStore(where).put(row)));
  }

  async get(id) {
    const row = await within(this.db, ["sealed"], "readonly", (t) => ask(t.objectStore("sealed").get(id)));
    return row ? this.unseal(row) : null;
  }

  about() {
    return this.get("about");
  }

  async names() {
    return { digest: "", people: [], asked: { slips: [], tests: [] }, ...(await this.get("names")) };
  }

  // Write something down to be sent: `kind` is one that the server knows ("attendance", "undo", "input", "test").
  async add(kind, content) {
    const { ahead = 0 } = (await this.about()) ?? {};
    const item = { id: timedId(), kind, at: Date.now(), ahead, content };
    await this.put(item.id, item, "queue");
    return item;
  }

  // A slip: neither its id nor anything else in it tells when it was filled in, and so behind whom.
  async addSlip(content) {
    const item = { id: randomId(), kind: "slip", at: 0, ahead: 0, content };
    await this.put(item.id, item, "queue");
    return item;
  }

  // All that waits, oldest first.
  async queue() {
    const rows = await within(this.db, ["queue"], "readonly", (t) => ask(t.objectStore("queue").getAll()));
    return Promise.all(rows.map((row) => this.unseal(row)));
  }

  count() {
    return within(this.db, ["queue"], "readonly", (t) => ask(t.objectStore("queue").count()));
  }

  remove(ids) {
    return within(this.db, ["queue"], "readwrite", (t) => {
      for (const id of ids) t.objectStore("queue").delete(id);
    });
  }

  // Drop the names; what waits stays, sealed, until it has been sent.
  async forgetNames(closed = true) {
    await within(this.db, ["sealed"], "readwrite", (t) => ask(t.objectStore("sealed").delete("names")));
    if (closed && !this.plain.closed) {
      this.plain = { ...this.plain, closed: true };
      await this.savePlain();
    }
  }

  // Nothing is left to send: nothing stays.
  async wipe() {
    await within(this.db, ["plain", "sealed", "queue"], "readwrite", (t) => {
      for (const name of ["plain", "sealed", "queue"]) t.objectStore(name).clear();
    });
  }
}
