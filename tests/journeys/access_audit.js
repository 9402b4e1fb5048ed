// What axe-core finds on this page, as sentences: rule, place, and what is wrong there.
// `only` names the rules to run; without it, all of WCAG 2.0 to 2.2, levels A and AA, but those
// of contrast (see contrast_audit.js).

async (only) => {
  const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"];
  const { violations } = await axe.run(document, {
    runOnly: only ?? { type: "tag", values: tags },
    rules: only ? {} : { "target-size": { enabled: true }, "color-contrast": { enabled: false } },
    resultTypes: ["violations"],
  });
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id}: ${target.join(" ")}: ${failureSummary}`),
  );
}
