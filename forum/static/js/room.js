// The room of a live session. When something happened, the pieces of the page that it concerns are
// fetched and laid over the old ones, so that whoever reads, writes or has the focus keeps it.

const room = document.getElementById("room");
const words = room.dataset;
const sections = [...room.querySelectorAll("section[data-events]")];
const said = room.querySelector("[data-say]");
const asks = room.querySelector("[data-ask]");
const stands = document.getElementById("session-state");
const status = room.querySelector("[data-line]");
const isReloaded = performance.getEntriesByType("navigation")[0]?.type === "reload";

// Time: that of the server. The local clock may be wrong and may be set anew, so only how long ago
// something was is taken from here: `performance.now()` runs evenly.

const FRESH = 60_000; // milliseconds after which a worse measurement of the offset is better
const VAGUE = 100; // milliseconds of doubt with which it is measured again
let clock; // {offset, doubt, at}: the server's clock is performance.now() + offset, ± doubt

function measure(sent, received, now) {
  const doubt = (received - sent) / 2;
  const offset = now - (sent + received) / 2;
  // Two measurements that cannot both be true: the server's clock was set anew between them.
  const isSet = clock && Math.abs(offset - clock.offset) > doubt + clock.doubt + VAGUE;
  if (clock && !isSet && doubt > clock.doubt && received - clock.at < FRESH) return;
  clock = { offset, doubt, at: received };
}

const now = () => performance.now() + clock.offset;

// As the server writes it: seconds that have begun are counted whole.
function face(left) {
  const seconds = Math.ceil(left / 1000);
  const [minutes, rest] = [Math.trunc(Math.abs(seconds) / 60), Math.abs(seconds) % 60];
  return `${seconds < 0 ? "−" : ""}${minutes}:${String(rest).padStart(2, "0")}`;
}

// Shows all clocks; gives the milliseconds after which one of them shows another second.
function tick() {
  let wait = 1000;
  for (const one of room.querySelectorAll("[data-until]")) {
    const left = one.dataset.until - now();
    if (one.matches("progress")) one.value = Math.min(one.max, one.max - left / 1000);
    else {
      const text = face(left);
      if (one.textContent !== text) one.textContent = text;
      one.classList.toggle("wrong", left < 0);
      wait = Math.min(wait, (((left % 1000) + 1000) % 1000) + 1);
    }
  }
  return wait;
}

const run = () => setTimeout(run, tick());

// Laying a new piece over an old one.

const OWN = "[data-mine]"; // what this script has put there
const keyOf = (node) =>
  node.id ||
  node.dataset?.key ||
  node.getAttribute?.("action") ||
  node.querySelector?.(":scope > form[action]")?.getAttribute("action");

const isTouched = (field) =>
  field.type === "hidden" ? false
  : field.matches("select") ? [...field.options].some((one) => one.selected !== one.defaultSelected)
  : field.matches("[type=radio], [type=checkbox]") ? field.checked !== field.defaultChecked
  : field.value !== field.defaultValue;

function isSame(old, fresh) {
  return old.nodeName === fresh.nodeName && (old.nodeType !== 1 || keyOf(old) === keyOf(fresh));
}

function lay(old, fresh) {
  if (old.nodeType !== 1) {
    if (old.data !== fresh.data) old.data = fresh.data;
    return;
  }
  const wasTouched = old.matches("input, select, textarea") && isTouched(old);
  if (old.matches("select, textarea") && (wasTouched || old === document.activeElement)) return;
  for (const { name } of [...old.attributes]) {
    // What a reader has opened stays open.
    if (!fresh.hasAttribute(name) && name !== "open") old.removeAttribute(name);
  }
  for (const { name, value } of fresh.attributes) {
    if (old.getAttribute(name) === value || (wasTouched && /value|checked/.test(name))) continue;
    old.setAttribute(name, value);
  }
  layAll(old, fresh);
}

function layAll(old, fresh) {
  const wanted = new Set([...fresh.children].map(keyOf));
  const kept = new Map();
  for (const node of [...old.children]) {
    const key = keyOf(node);
    if (!key || node.matches(OWN)) continue;
    if (wanted.has(key)) kept.set(key, [...(kept.get(key) ?? []), node]);
    else node.remove();
  }
  let at = old.firstChild;
  const next = () => {
    const gone = at;
    at = at.nextSibling;
    return gone;
  };
  for (const node of [...fresh.childNodes]) {
    const isElement = node.nodeType === 1;
    while (at && (at.matches?.(OWN) || (isElement && at.nodeType !== 1))) {
      const passed = next();
      if (passed.nodeType !== 1) passed.remove();
    }
    const known = (isElement && kept.get(keyOf(node))?.shift()) || at;
    if (!known || !isSame(known, node)) old.insertBefore(node, at);
    else {
      if (known === at) next();
      else old.insertBefore(known, at);
      if (!known.isEqualNode(node)) lay(known, node);
    }
  }
  while (at) {
    const passed = next();
    if (!passed.matches?.(OWN)) passed.remove();
  }
}

const isAtEnd = (list) => list.scrollHeight - list.scrollTop - list.clientHeight < 40; // pixels

const isInSight = (one) => {
  const { top, bottom } = one.getBoundingClientRect();
  return bottom > 0 && top < innerHeight;
};

function show(fresh) {
  const old = document.getElementById(fresh.id);
  const logs = [...old.querySelectorAll(".said")].filter(isAtEnd);
  const focus = document.activeElement;
  const isSeen = isInSight(focus);
  const held = old.contains(focus);
  const { summary } = old.dataset;
  lay(old, fresh);
  for (const one of logs) one.scrollTop = one.scrollHeight; // who read the newest goes on reading it
  // Moving takes the focus away; what it was on may be gone.
  if (held && focus !== document.activeElement) (focus.isConnected ? focus : old).focus({ preventScroll: true });
  // What grows may push away the control at which somebody is by keyboard, though it stands elsewhere.
  const here = document.activeElement;
  if (isSeen && here.matches(":focus-visible") && !isInSight(here)) here.scrollIntoView({ block: "nearest" });
  if (old.dataset.summary !== summary) tell(old.dataset.summary);
}

function ask() {
  const asked = sections.filter(({ dataset }) => dataset.asks);
  const text = asked.map(({ id, dataset }) => id + dataset.asks).join();
  if (asks.dataset.ask === text) return;
  asks.dataset.ask = text;
  asks.replaceChildren(
    ...asked.map(({ id, dataset }) =>
      Object.assign(document.createElement("a"), { href: `#${id}`, textContent: dataset.asks }),
    ),
  );
}

// Screen readers hear how things stand at most every few seconds, not each step to it.

const PAUSE = 3000; // milliseconds
const toSay = new Set();
let saying;

function tell(sentence) {
  if (sentence) toSay.add(sentence);
  saying ??= setTimeout(() => {
    if (toSay.size) said.textContent = [...toSay].join(" ");
    toSay.clear();
    saying = null;
  }, PAUSE);
}

// Fetching what is stale: at once for what one did oneself; else a little later, so that a burst is
// one request, and so that not everybody in a full room asks in the same instant.

const SPREAD = 5; // milliseconds for each person in the room
const stale = new Set();
const MOST = 200; // lines of a list
const number = new Intl.NumberFormat(document.documentElement.lang);
const names = new Intl.DisplayNames(document.documentElement.lang, { type: "language" });
const hour = new Intl.DateTimeFormat(document.documentElement.lang, { timeStyle: "short" });
let fetching, timer;
let away = false;

async function renew() {
  const names = [...stale];
  if (!names.length || document.hidden) return;
  stale.clear();
  try {
    const sent = performance.now();
    const answer = await fetch(`${words.panels}&${new URLSearchParams({ names })}`);
    const received = performance.now();
    if (answer.status === 404) return location.reload();
    if (!answer.ok) throw answer;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const { now: at, people, state } = page.querySelector("[data-now]").dataset;
    measure(sent, received, +at);
    words.people = people;
    if (stands.textContent !== state) tell((stands.textContent = state));
    page.querySelectorAll("section").forEach(show);
    ask();
    tick();
  } catch (failure) {
    names.forEach((name) => stale.add(name));
    later(PAUSE * (1 + Math.random()));
    console.warn(failure);
  }
}

function later(wait) {
  clearTimeout(timer);
  timer = setTimeout(() => {
    fetching = (fetching ?? Promise.resolve()).then(renew);
  }, wait);
}

function mark(found) {
  if (!stale.size && found.length) later(100 + Math.random() * words.people * SPREAD);
  found.forEach(({ id }) => stale.add(id));
}

// Who is here is looked at calmly: in a full room somebody comes or goes all the time.
const CALM = 100; // milliseconds for each person in the room
let looking;

function lookAround() {
  looking ??= setTimeout(() => {
    looking = null;
    mark(sections.filter(({ id }) => id === "present"));
  }, Math.max(1000, words.people * CALM));
}

// What people say comes by itself in the reader's language, if a little later than its number; what
// does not come is fetched.
const LINES = { "chat.said": "chat", "caption.final": "captions" };
const PATIENCE = 1500; // milliseconds
let hasTexts = false;

// Where each kind of text is shown; chat and captions come by themselves, unless one that is here was corrected.
const PLACES = { agenda: "agenda", item_text: "agenda", question: "questions", answer: "questions", statement: "floor", chat: "chat", caption: "captions", remark: "decisions" };
const placeOf = (kind) => (kind.startsWith("poll_") ? "decisions" : PLACES[kind]);
const comes = (place, id) =>
  hasTexts && /^(chat|captions)$/.test(place) && !document.querySelector(`#${place}-${id} [data-translation]`);

function translated({ language, subject, id }) {
  const place = placeOf(subject.split(":")[0]);
  if (language === words.lang && !comes(place, id)) mark(sections.filter((one) => one.id === place));
}

function hear({ data, offset }) {
  const { event, id } = data;
  if (!offset) return passing(data);
  if (event === "translation.ready") return translated(data);
  const found = sections.filter(({ dataset }) => dataset.events.split(" ").some((kind) => event.startsWith(kind)));
  const lines = hasTexts && LINES[event];
  if (!lines) return mark(found);
  setTimeout(() => document.getElementById(`${lines}-${id}`) || mark(found), PATIENCE);
}

// What has no number is shown as it comes, and may be lost.
function passing(data) {
  const { event } = data;
  const [kind, what] = event.split(".");
  if (what === "partial") partial(kind, data);
  else if (what === "text") line(kind === "caption" ? "captions" : kind, data);
  else if (event === "tally") {
    for (const [option, count] of Object.entries(data.counts)) {
      for (const place of room.querySelectorAll("[data-count]")) {
        if (place.dataset.count === `tally ${data.id} ${option}`) place.textContent = number.format(count);
      }
    }
  } else if (event === "reactions") {
    for (const place of room.querySelectorAll("[data-reaction]")) {
      place.textContent = number.format(data.sums[place.dataset.reaction] ?? 0);
    }
  } else if (event === "present.changed") lookAround();
  else mark(sections.filter(({ dataset }) => dataset.events.split(" ").some((kind) => event.startsWith(kind))));
}

function partial(kind, { text, language }) {
  for (const place of room.querySelectorAll(`[data-partial="${kind}"]`)) {
    place.textContent = text;
    place.lang = language;
  }
}

const make = (name, more, ...inside) => {
  const made = Object.assign(document.createElement(name), more);
  made.append(...inside);
  return made;
};

function by({ member, on_behalf: behalf }, at) {
  const name = make("a", { className: "who", href: member.url }, make("bdi", { textContent: member.name }));
  if (behalf) name.append(", ", make("bdi", { textContent: behalf.delegation.name, lang: behalf.delegation.language }));
  return make("p", { className: "by" }, name, " ", make("time", { dateTime: at, textContent: hour.format(new Date(at)) }));
}

function textOf({ language, text, translation }) {
  const made = make("p", { className: "text", dir: "auto", lang: translation?.language ?? language });
  made.textContent = translation?.text ?? text;
  if (!translation) return [made];
  made.dataset.translation = translation.status;
  const label = words.machine.replace("{language}", names.of(language));
  return translation.status === "human" ? [made] : [made, make("p", { className: "made", textContent: label })];
}

// A line as far as it can be told from here; with its buttons it comes by the next fetch.
function line(kind, data) {
  const { id, at, speaker, heard } = data;
  const list = document.getElementById(`${kind}-lines`);
  const known = document.getElementById(`${kind}-${id}`);
  if (!list || known?.querySelector("[data-translation]")) return;
  const atEnd = isAtEnd(list);
  const row = known ?? make("li", { id: `${kind}-${id}` });
  row.querySelectorAll(":scope > .text, :scope > .made").forEach((old) => old.remove());
  if (!known) {
    if (kind === "chat") row.append(by(speaker, at));
    else if (heard) row.append(make("p", { className: "by" }, make("bdi", { textContent: heard })));
    list.querySelector(".none")?.remove();
    list.append(row);
    if (list.children.length > MOST) list.firstElementChild.remove();
  }
  const above = row.querySelector(".by");
  if (above) above.after(...textOf(data));
  else row.prepend(...textOf(data));
  if (kind === "captions") partial("caption", { text: "", language: data.language });
  if (atEnd) list.scrollTop = list.scrollHeight;
}

// Forms: sent without leaving the page; what is written is kept where the line is away.

function remark(form, text, isWrong) {
  let place = form.querySelector(OWN);
  if (!place) {
    place = Object.assign(document.createElement("p"), { role: "status" });
    place.dataset.mine = "";
    form.append(place);
  }
  place.className = isWrong ? "wrong" : "hint";
  place.textContent = text;
}

async function refusal(answer) {
  const text = await answer.text();
  try {
    const { errors, detail } = JSON.parse(text);
    return errors?.[0]?.detail ?? detail;
  } catch {
    const page = new DOMParser().parseFromString(text, "text/html");
    return page.querySelector("main .errors li, main .wrong, main p")?.textContent ?? words.failed;
  }
}

// What was sent and never answered is sent again by the same key, and done once.
const unanswered = new WeakMap(); // form → {body, key}

function keyFor(form, body) {
  const before = unanswered.get(form);
  const key = before?.body === body ? before.key : crypto.randomUUID();
  unanswered.set(form, { body, key });
  return key;
}

async function keep(form, entry) {
  const { enqueue } = await outbox;
  const member = document.body.dataset.member;
  await enqueue({ ...entry, member, place: room.id, page: location.pathname });
  localStorage.outbox = member;
  (await navigator.serviceWorker?.getRegistration())?.sync?.register("outbox").catch(() => {});
  unanswered.delete(form);
  form.reset();
  remark(form, words.kept);
}

async function send(form, submitter) {
  const headers = { "content-type": "application/x-www-form-urlencoded", accept: "application/json" };
  const fields = new URLSearchParams(new FormData(form, submitter));
  fields.delete("once"); // all forms of a page come with one and the same
  const key = keyFor(form, `${submitter?.formAction} ${fields}`);
  fields.set("once", key);
  const url = submitter?.getAttribute("formaction") ?? form.getAttribute("action");
  const body = String(fields);
  remark(form, words.sending);
  let answer;
  try {
    answer = await fetch(url, { method: "POST", body, headers, redirect: "manual" });
  } catch {
    if (!("keep" in form.dataset)) return remark(form, words.lost, true);
    return keep(form, { key, url, body, headers });
  }
  unanswered.delete(form);
  if (answer.type !== "opaqueredirect" && !answer.ok) remark(form, await refusal(answer), true);
  else {
    form.reset();
    form.querySelector(OWN)?.remove();
  }
  stale.add(form.closest("section").id);
  later(0);
}

const outbox = import(words.outbox); // now, while there is a line

room.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post" || form.enctype.startsWith("multipart") || !form.closest("section[data-events]")) return;
  event.preventDefault();
  if (form.ariaBusy === "true") return;
  form.ariaBusy = "true";
  send(form, event.submitter)
    .catch(() => remark(form, words.lost, true))
    .finally(() => (form.ariaBusy = null));
});

room.addEventListener("keydown", (event) => {
  const { key, target } = event;
  if (key === "Enter" && (event.ctrlKey || event.metaKey) && target.matches("textarea")) target.form.requestSubmit();
});

document.addEventListener("visibilitychange", () => stale.size && later(0));

function connected(is) {
  if (is && (clock.doubt > VAGUE || away)) {
    clock.doubt = Infinity; // a device that slept may have stood still
    stale.add("present");
    later(0);
  }
  away = !is;
  status.textContent = words[is ? "live" : "away"];
  status.classList.toggle("wrong", !is);
  if (is && localStorage.outbox) dispatchEvent(new Event("online")); // what waits is sent
  if (is) for (const place of room.querySelectorAll(OWN)) place.remove();
}

/** Follow the room over a connection that is about to be made. */
export default function follow(connection) {
  const { requestStart, responseStart } = performance.getEntriesByType("navigation")[0];
  measure(requestStart, responseStart, +words.now);
  run();
  for (const list of room.querySelectorAll(".said")) list.scrollTop = list.scrollHeight;
  for (const [channel, head] of Object.entries(JSON.parse(words.heads))) {
    let joined = false;
    connection
      .newSubscription(channel, head && { since: { offset: head[0], epoch: head[1] } })
      .on("publication", hear)
      .on("subscribed", ({ wasRecovering, recovered }) => {
        joined = true;
        hasTexts ||= !head;
        if (head && wasRecovering && !recovered) sections.forEach(({ id }) => stale.add(id));
        if (stale.size) later(0);
      })
      // Who may no longer hear of the session may no longer see it.
      .on("unsubscribed", ({ code }) => (joined || !isReloaded) && code < 200 && location.reload())
      .subscribe();
  }
  connection.on("connected", () => connected(true)).on("connecting", () => connected(false));
  connection.on("disconnected", () => connected(false));
}
