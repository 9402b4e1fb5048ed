// How much of the room for a text is used, in what readers take for characters, as the server counts.

const NEAR = 0.9; // of the limit, from which on it is said

export default function wire(form) {
  const number = new Intl.NumberFormat(document.documentElement.lang);
  const cut = globalThis.Intl?.Segmenter && new Intl.Segmenter();
  const count = (text) => (cut ? [...cut.segment(text)].length : [...text].length);

  for (const area of form.querySelectorAll("[data-limit]")) {
    const place = area.parentElement.querySelector("[data-count]");
    const { limit } = area.dataset;
    const first = place.textContent;
    area.addEventListener("input", () => {
      // No text has more of them than it has units, so that short ones need no counting.
      const used = area.value.length < limit * NEAR ? 0 : count(area.value);
      const words = place.dataset.count.replace("{used}", number.format(used));
      const near = used >= limit * NEAR;
      place.textContent = near ? words.replace("{limit}", number.format(limit)) : first;
      place.classList.toggle("wrong", used > limit);
      area.setCustomValidity(used > limit ? place.textContent : "");
    });
  }
}
