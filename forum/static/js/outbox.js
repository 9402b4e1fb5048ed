// Posts that the server has not got yet, on this device: pages and the service worker send them,
// each with the key by which the server adds it once, however often it comes.
//
// Database "forum", store "outbox", by `key` (the Idempotency-Key): {key, url, body, headers, at,
// member, place, refused}; `refused` is what the server said of one that it will never take.

const STORE = "outbox";
const LATER = [401, 403, 408, 409, 425, 429]; // may pass: signed in again, a minute later

function opened() {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open("forum", 1);
    request.onupgradeneeded = () => request.result.createObjectStore(STORE, { keyPath: "key" });
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

async function carry(act, mode = "readwrite") {
  const database = await opened();
  try {
    const change = database.transaction(STORE, mode);
    const { result } = await new Promise((resolve, reject) => {
      const request = act(change.objectStore(STORE));
      change.oncomplete = () => resolve(request);
      change.onerror = change.onabort = () => reject(change.error);
    });
    return result;
  } finally {
    database.close();
  }
}

/** Keep a post until the server has it: {key, url, body, headers, member, place}. */
export const enqueue = (entry) => carry((store) => store.put({ at: Date.now(), ...entry }));

/** What is kept, the oldest first. */
export const waiting = async () =>
  (await carry((store) => store.getAll(), "readonly")).sort((a, b) => a.at - b.at);

/** Forget one, or all of them. */
export const forget = (key) => carry((store) => (key ? store.delete(key) : store.clear()));

async function send(entry, csrf) {
  const headers = { ...entry.headers, "idempotency-key": entry.key };
  if (csrf) headers["x-csrf-token"] = csrf;
  const answer = await fetch(entry.url, { method: "POST", body: entry.body, headers });
  const said = await answer.json().catch(() => ({}));
  if (answer.ok) await forget(entry.key);
  else if (answer.status < 500 && !LATER.includes(answer.status)) {
    await enqueue({ ...entry, refused: said.errors?.[0]?.detail ?? said.detail ?? answer.statusText });
  }
  return { entry, ok: answer.ok, said };
}

async function sendAll({ member, csrf }) {
  const done = [];
  for (const entry of await waiting()) {
    if (entry.refused || (member && entry.member !== member)) continue;
    done.push(await send(entry, csrf));
  }
  return done;
}

/**
 * Send what waits, one after the other; rejects when the line is away again.
 *
 * `member`: only what this member wrote; `csrf`: a fresh word of a form of theirs. The service
 * worker has neither, and sends what the word that came with it still opens: another member's
 * sign-in does not. Gives [{entry, ok, said}] of what was answered.
 */
export const flush = (how = {}) =>
  navigator.locks ? navigator.locks.request(STORE, () => sendAll(how)) : sendAll(how);
