// What axe-core finds wrong with the contrast of texts that look like none of those that `passed`
// (numbers of looks): its faults as sentences, and the looks that have passed now.

async (passed) => {
  const TRIED = 3; // of those that look alike, as axe cannot tell of each
  const known = new Set(passed);
  const behind = new Map();
  const painted = ["backgroundColor", "backgroundImage", "opacity", "filter", "mixBlendMode", "position"];
  const written = ["color", "fontSize", "fontWeight", "textShadow", "display"];
  const values = (one, names) => {
    const style = getComputedStyle(one);
    return names.map((name) => style[name]).join();
  };
  const ground = (one) => {
    if (!one) return "";
    if (!behind.has(one)) behind.set(one, `${ground(one.parentElement)}/${values(one, painted)}`);
    return behind.get(one);
  };
  const look = (one) =>
    [...`${one.localName} ${values(one, written)} ${ground(one)}`].reduce(
      (sum, sign) => (Math.imul(sum, 31) + sign.charCodeAt(0)) | 0,
      0,
    );

  // Kept out of sight, such as a link that shows itself when it gets the focus: axe asks nothing of it.
  const isForEars = (one) => {
    const { width, height, right, bottom } = one.getBoundingClientRect();
    return width <= 1 || height <= 1 || right + scrollX <= 0 || bottom + scrollY <= 0;
  };

  const alike = new Map();
  const fresh = new Map();
  for (const one of document.body.querySelectorAll("*")) {
    const words = one.value || [...one.childNodes].some((child) => child.nodeType === 3 && child.data.trim());
    if (!words || !one.checkVisibility({ visibilityProperty: true }) || isForEars(one)) continue;
    const number = look(one);
    alike.set(number, (alike.get(number) ?? 0) + 1);
    if (!known.has(number) && alike.get(number) <= TRIED) fresh.set(one, number);
  }
  if (!fresh.size) return { faults: [], passed: [] };
  const { violations, passes } = await axe.run([...fresh.keys()], {
    runOnly: ["color-contrast"],
    resultTypes: ["violations", "passes"],
    elementRef: true,
  });
  const nodes = (results) => results.flatMap((result) => result.nodes);
  return {
    faults: nodes(violations).map(
      ({ target, failureSummary }) => `color-contrast: ${target.join(" ")}: ${failureSummary}`,
    ),
    passed: [...new Set(nodes(passes).map(({ element }) => fresh.get(element)))].filter(Number.isInteger),
  };
}
