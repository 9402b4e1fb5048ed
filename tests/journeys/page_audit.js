// What can be judged of one page by itself: a list of sentences, each a fault.

() => {
  const faults = [];
  const shown = (one) => one.checkVisibility({ visibilityProperty: true });

  const levels = [...document.querySelectorAll("h1, h2, h3, h4, h5, h6")]
    .filter((one) => shown(one) && !one.closest(".text"))
    .map((one) => +one.tagName[1]);
  if (levels.filter((level) => level === 1).length !== 1) faults.push(`headings: ${levels}`);
  levels.reduce((before, level) => {
    if (level > before + 1) faults.push(`h${level} follows h${before}`);
    return level;
  }, 0);

  const ids = [...document.querySelectorAll("[id]")].map((one) => one.id);
  ids.filter((id, at) => ids.indexOf(id) < at).forEach((id) => faults.push(`#${id} twice`));

  // Contrast: WCAG 2.2, 1.4.3.
  const numbers = (colour) => (colour.match(/[\d.]+/g) ?? []).map(Number);
  const luminance = (colour) => {
    const [red, green, blue] = numbers(colour)
      .slice(0, 3)
      .map((part) => part / 255)
      .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const ground = (one) => {
    for (; one; one = one.parentElement) {
      const colour = getComputedStyle(one).backgroundColor;
      if (numbers(colour)[3] !== 0) return colour;
    }
    return matchMedia("(prefers-color-scheme: dark)").matches ? "rgb(0, 0, 0)" : "rgb(255, 255, 255)";
  };
  const words = (one) => [...one.childNodes].some((child) => child.nodeType === 3 && child.data.trim());
  for (const one of document.body.querySelectorAll("*")) {
    if (!words(one) || !shown(one) || one.disabled) continue;
    const style = getComputedStyle(one);
    const size = parseFloat(style.fontSize);
    const large = size >= 24 || (size >= 18.66 && style.fontWeight >= 600);
    const [light, dark] = [luminance(style.color), luminance(ground(one))].sort((a, b) => b - a);
    const contrast = (light + 0.05) / (dark + 0.05);
    if (contrast < (large ? 3 : 4.5)) {
      faults.push(`contrast ${contrast.toFixed(2)}: ${one.tagName} ${one.textContent.trim().slice(0, 40)}`);
    }
  }

  const wide = document.documentElement.scrollWidth - document.documentElement.clientWidth;
  if (wide > 0) faults.push(`${wide} px wider than the window`);
  return faults;
}
