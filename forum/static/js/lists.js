// News of the topics in a list. Nothing moves by itself: a bar says how many have some, a press shows
// the list as it is now.

const bar = document.querySelector(".news");
const button = bar.querySelector("button");
const words = button.dataset.say.split("|");
const waiting = new Map(); // topic → where its newest news stands: [channel, offset]
const told = new Map(); // channel → offset of what we heard last
const isReloaded = performance.getEntriesByType("navigation")[0]?.type === "reload";
const SWEEP = 1000; // milliseconds that a server may go on sending what it kept

const list = () => document.getElementById("topics");
const rows = (within) => [...(within?.querySelectorAll("[data-topic]") ?? [])];

function announce() {
  // A screen reader says that there is news, not every number after that.
  bar.ariaLive = button.hidden ? "polite" : "off";
  button.textContent = words[Math.min(waiting.size, words.length) - 1];
  button.disabled = false;
  button.hidden = !waiting.size;
}

function hear({ channel, offset, data: { event, topic_id: topic } }) {
  told.set(channel, offset);
  if (event === "topic.hidden") waiting.delete(topic);
  else if (/added|post.restored/.test(event)) waiting.set(topic, [channel, offset]);
  else return;
  announce();
}

export default function follow(connection, load) {
  // The list as it is on the server, and not from before what we were told.
  async function now() {
    const least = [...told];
    for (let tries = 3; ; tries--) {
      const fresh = (await load(location)).getElementById("topics");
      const heads = JSON.parse(fresh?.dataset.heads ?? "{}");
      if (tries === 1 || !least.some(([channel, offset]) => heads[channel]?.[0] < offset)) return { fresh, heads };
      await new Promise((resolve) => setTimeout(resolve, SWEEP));
    }
  }

  async function show() {
    const news = new Set(waiting.keys());
    button.disabled = true;
    try {
      const { fresh, heads } = await now();
      if (!fresh) return location.reload();
      // What was said after the page was made is not on it.
      for (const [topic, [channel, offset]] of waiting) {
        if (!(offset > heads[channel]?.[0])) waiting.delete(topic);
      }
      list().replaceWith(fresh);
      rows(fresh).find((row) => news.has(+row.dataset.topic))?.querySelector("a").focus();
    } finally {
      announce();
    }
  }

  // More has happened than we were told: what is different has news.
  async function compare() {
    const shown = new Set(rows(list()).map((row) => row.outerHTML));
    for (const { dataset, outerHTML } of rows((await now()).fresh)) {
      if (!shown.has(outerHTML)) waiting.set(+dataset.topic, ["", 0]);
    }
    announce();
  }

  let comparing;
  for (const [channel, [offset, epoch]] of Object.entries(JSON.parse(list().dataset.heads))) {
    let joined = false;
    connection
      .newSubscription(channel, { since: { offset, epoch } })
      .on("publication", hear)
      .on("subscribed", ({ wasRecovering, recovered, streamPosition }) => {
        joined = true;
        told.set(channel, streamPosition?.offset);
        if (wasRecovering && !recovered) {
          comparing ??= compare().catch(console.warn).finally(() => (comparing = null));
        }
      })
      // Who may no longer hear of the space may no longer see it.
      .on("unsubscribed", ({ code }) => (joined || !isReloaded) && code < 200 && location.reload())
      .subscribe();
  }
  button.onclick = () => show().catch(console.warn);
}
