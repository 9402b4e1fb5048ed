// Once the page is complete, has the service worker keep what is read.

const { serviceWorker } = navigator;

async function register() {
  const { controller } = serviceWorker;
  await serviceWorker.register("/sw.js", { type: "module" });
  if (controller) return;
  const { active } = await serviceWorker.ready;
  const loaded = performance.getEntriesByType("resource").map(({ name }) => name);
  const assets = loaded.filter((name) => name.startsWith(`${location.origin}/static/`));
  active.postMessage({ page: location.href, assets: [...new Set(assets)] });
}

if (serviceWorker && !navigator.connection?.saveData) {
  // Where there is no such thing, or the browser forbids it, pages work as they do without.
  addEventListener("load", () => register().catch(console.warn));
}
