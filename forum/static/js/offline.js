// Once the page is complete, has the service worker keep what is read.

const { serviceWorker } = navigator;

async function register() {
  const { controller } = serviceWorker;
  await serviceWorker.register("/sw.js", { type: "module" });
  if (controller) return;
  const { active } = await serviceWorker.ready;
  active.postMessage(location.href);
}

if (serviceWorker && !navigator.connection?.saveData) {
  // Where there is no such thing, or the browser forbids it, pages work as they do without.
  addEventListener("load", () => register().catch(console.warn));
}
