// The published client for browsers and Node, as a real peer.
// usage: node peer.mjs CLIENT ADDRESS TRANSPORT; prints one JSON line of what it saw, exits 0 if all went well.
import { readFileSync } from "node:fs";
import vm from "node:vm";

const [client, address, transport] = process.argv.slice(2);
vm.runInThisContext(readFileSync(client, "utf8"));

/** Server-sent events over fetch, as far as the client needs them: Node has none of its own. */
class EventSource {
  #abort = new AbortController();
  constructor(url) {
    this.#read(url).catch(() => this.onerror?.({}));
  }
  async #read(url) {
    const response = await fetch(url, { signal: this.#abort.signal });
    this.onopen?.({});
    let text = "";
    for await (const chunk of response.body.pipeThrough(new TextDecoderStream())) {
      text += chunk;
      for (let end; (end = text.indexOf("\n\n")) >= 0; text = text.slice(end + 2)) {
        this.onmessage?.({ data: text.slice(0, end).replaceAll(/^data: /gm, "") });
      }
    }
    this.onerror?.({});
  }
  close() {
    this.#abort.abort();
  }
}

const path = { websocket: "ws", http_stream: "http", sse: "http" }[transport];
const centrifuge = new Centrifuge(
  [{ transport, endpoint: `${path}://${address}/connection/${transport}` }],
  { emulationEndpoint: `http://${address}/emulation`, eventsource: EventSource, minReconnectDelay: 10 },
);
const room = centrifuge.newSubscription("room:js", { joinLeave: true });
const late = setTimeout(() => { console.error("too late"); process.exit(1); }, 15000);

const seen = [];
const offsets = [];
const until = (emitter, event) => new Promise((done) => emitter.once(event, done));
centrifuge.on("error", (context) => seen.push(`error ${JSON.stringify(context)}`));
room.on("publication", (context) => offsets.push(context.offset));
room.on("subscribed", (context) => seen.push(context.wasRecovering ? `recovered ${context.recovered}` : "subscribed"));

centrifuge.connect();
room.subscribe();
await room.ready();
await room.publish({ text: "Ελλάδα 한국 🙂" });
while (offsets.length < 1) await until(room, "publication");
const answer = await centrifuge.rpc("echo", { n: 1 });
const stats = await room.presenceStats();

// Publications of others while the client is away.
const back = until(room, "subscribed");
centrifuge.disconnect();
for (const n of [1, 2, 3]) {
  await fetch(`http://${address}/api/publish`, {
    method: "POST",
    body: JSON.stringify({ channel: "room:js", data: n }),
  });
}
centrifuge.connect();
await back;
while (offsets.length < 4) await until(room, "publication");
const history = await room.history({ limit: 2, reverse: true });
room.unsubscribe();
await centrifuge.rpc("echo", {});
centrifuge.disconnect();
clearTimeout(late);
console.log(JSON.stringify({
  seen, offsets, answer: answer.data, clients: stats.numClients,
  history: history.publications.map((publication) => publication.offset),
}));
