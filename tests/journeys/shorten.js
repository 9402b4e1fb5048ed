// Takes away, on a page of more than a thousand elements, of what stands side by side and has the
// same shape all but the first few: what is true of three rows of a list is true of three hundred,
// and axe-core takes a second for each thousand elements. A shape is names of elements and attributes,
// values of attributes that say what something is, whether there are words, and which shapes are within.

() => {
  if (document.getElementsByTagName("*").length <= 1_000) return;
  const KEPT = 3;
  const NAMED = new Set(["class", "role", "type", "lang", "dir", "hidden", "aria-expanded", "open"]);
  const told = ({ name, value }) => (NAMED.has(name) ? `${name}=${value}` : `${name}=${!!value.trim()}`);
  const shorten = (one) => {
    const seen = new Map();
    const parts = [...one.childNodes].map((child) => {
      if (child.nodeType === Node.TEXT_NODE) return child.data.trim() ? "words" : "";
      if (child.nodeType !== Node.ELEMENT_NODE) return "";
      const shape = shorten(child);
      seen.set(shape, (seen.get(shape) ?? 0) + 1);
      if (seen.get(shape) <= KEPT) return shape;
      child.remove();
      return "";
    });
    const attributes = [...one.attributes].map(told).sort().join();
    return `<${one.localName} ${attributes}>${[...new Set(parts)].join("")}</>`;
  };
  shorten(document.querySelector("main"));
}
