// What is wrong with this page at its present width and in its present colours: its language, its
// width, by how much it is too wide, what axe-core finds (as sentences: rule, place, and what is wrong
// there), and the looks (numbers) whose contrast has passed now.
// `only` names the rules to run; without it, all of WCAG 2.0 to 2.2, levels A and AA. Contrast is asked
// of those texts only that look like none of those that `passed`.

async ({ only, passed }) => {
  const MOST = 1_000; // elements of a page that is audited whole: axe takes a second for so many
  const KEPT = 3; // of those that have the same shape, on a longer page
  const TRIED = 3; // texts of those that look alike, as axe cannot tell of each
  const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"];

  // Takes away of what stands side by side and has the same shape all but the first few, as what is
  // true of three rows of a list is true of three hundred; returns what puts it back. A shape is names
  // of elements and attributes, values of attributes that say what something is, whether there are
  // words, and which shapes are within.
  const NAMED = new Set(["class", "role", "type", "lang", "dir", "hidden", "aria-expanded", "open"]);
  const told = ({ name, value }) => (NAMED.has(name) ? `${name}=${value}` : `${name}=${!!value.trim()}`);
  const shortened = () => {
    const away = [];
    const shorten = (one) => {
      const seen = new Map();
      const parts = [...one.childNodes].map((child) => {
        if (child.nodeType === Node.TEXT_NODE) return child.data.trim() ? "words" : "";
        if (child.nodeType !== Node.ELEMENT_NODE) return "";
        const shape = shorten(child);
        seen.set(shape, (seen.get(shape) ?? 0) + 1);
        if (seen.get(shape) <= KEPT) return shape;
        const place = new Comment();
        child.replaceWith(place);
        away.push([place, child]);
        return "";
      });
      const attributes = [...one.attributes].map(told).sort().join();
      return `<${one.localName} ${attributes}>${[...new Set(parts)].join("")}</>`;
    };
    if (document.getElementsByTagName("*").length > MOST) shorten(document.querySelector("main"));
    return () => away.forEach(([place, child]) => place.replaceWith(child));
  };

  // A text looks like another of the same colour, size and weight, behind which the same is painted.
  const PAINTED = ["backgroundColor", "backgroundImage", "opacity", "filter", "mixBlendMode", "position"];
  const WRITTEN = ["color", "fontSize", "fontWeight", "textShadow", "display"];
  const freshLooks = () => {
    const known = new Set(passed);
    const behind = new Map();
    const values = (one, names) => {
      const style = getComputedStyle(one);
      return names.map((name) => style[name]).join();
    };
    const ground = (one) => {
      if (!one) return "";
      if (!behind.has(one)) behind.set(one, `${ground(one.parentElement)}/${values(one, PAINTED)}`);
      return behind.get(one);
    };
    const look = (one) =>
      [...`${one.localName} ${values(one, WRITTEN)} ${ground(one)}`].reduce(
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
    return fresh;
  };

  // All rules in one run, as each run maps the page anew: what axe finds goes into words only where
  // something is wrong, which costs as much as to find it.
  const FRESH = "data-fresh-look";
  const CONTRAST = "color-contrast";
  const run = (fresh, more) =>
    axe.run(document, {
      runOnly: only?.filter((rule) => rule !== CONTRAST || fresh.size) ?? { type: "tag", values: TAGS },
      rules: only ? {} : { "target-size": { enabled: true }, [CONTRAST]: { enabled: fresh.size > 0 } },
      resultTypes: ["violations"],
      elementRef: true,
      ...more,
    });
  const audit = async (fresh) => {
    if (!fresh.size && only?.every((rule) => rule === CONTRAST)) return { faults: [], passed: [] };
    axe.configure({ rules: [{ id: CONTRAST, selector: `[${FRESH}]` }] });
    fresh.forEach((_, one) => one.setAttribute(FRESH, ""));
    const raw = await run(fresh, { reporter: (results, _, tell) => tell(results) });
    const { violations } = raw.some((rule) => rule.violations.length) ? await run(fresh) : { violations: [] };
    fresh.forEach((_, one) => one.removeAttribute(FRESH));
    const contrast = raw.find(({ id }) => id === CONTRAST)?.passes ?? [];
    return {
      faults: violations.flatMap(({ id, nodes }) =>
        nodes.map(({ target, failureSummary }) => `${id}: ${target.join(" ")}: ${failureSummary}`),
      ),
      passed: [...new Set(contrast.map(({ node }) => fresh.get(node.element)))].filter(Number.isInteger),
    };
  };

  const { lang, scrollWidth, clientWidth } = document.documentElement;
  const restore = shortened();
  const found = await audit(only?.includes(CONTRAST) === false ? new Map() : freshLooks());
  restore();
  return { lang, width: innerWidth, over: scrollWidth - clientWidth, ...found };
}
