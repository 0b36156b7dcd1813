// Looks at pages, `{url, width, scheme}`, and tells of each what it asked for and what is wrong:
// for the console, for axe, for the keyboard, for assistive technology and for narrow windows.
// In the dark only what colours may change is looked at anew.
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
import { each, open } from "./pages.mjs";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
const COLOURS = { type: "rule", values: ["color-contrast", "link-in-text-block"] };

export default function look(browser, { pages }) {
  return each(browser, pages, async (page, job) => {
    const { requests, faults } = await open(page, job);
    const seen = { requests, faults, nodes: await page.evaluate(nodes) };
    if (job.scheme === "dark") return { ...seen, violations: await axe(page, COLOURS) };
    seen.violations = await axe(page, TAGS);
    seen.hidden = await unreachable(page);
    Object.assign(seen, await keyboard(page));
    if (job.narrow) seen.wide = await wide(page);
    return seen;
  });
}

const nodes = () => document.querySelectorAll("*").length;

async function axe(page, runOnly) {
  await page.evaluate(AXE);
  const found = await page.evaluate(
    (runOnly) => axe.run(document, { runOnly, resultTypes: ["violations"] }),
    runOnly,
  );
  return found.violations.flatMap(({ id, nodes }) =>
    nodes.map((node) => `${id}: ${node.target.join(" ")}: ${node.failureSummary}`),
  );
}

/** The events in the content that have no link in the accessibility tree, all folds open. */
async function unreachable(page) {
  await page.evaluate(() => document.querySelectorAll("main details").forEach((each) => (each.open = true)));
  const events = await page.evaluate(() => [
    ...new Set(
      [...document.querySelectorAll("main a[href]")]
        .map((link) => link.href)
        .filter((href) => /\/events\/[^/]+\/(#.*)?$/.test(href)),
    ),
  ]);
  const session = await page.context().newCDPSession(page);
  const { nodes } = await session.send("Accessibility.getFullAXTree");
  const reached = new Set();
  for (const node of nodes) {
    if (node.ignored || node.role?.value !== "link" || !node.name?.value) continue;
    reached.add(node.properties?.find((each) => each.name === "url")?.value.value);
  }
  await session.detach();
  return events.filter((href) => !reached.has(href));
}

/** Where the first Tab leads, what shows its focus faintly, and what is hard to hit. */
async function keyboard(page) {
  await page.evaluate(() => document.activeElement?.blur());
  await page.keyboard.press("Tab");
  return page.evaluate(() => {
    const first = document.activeElement.getAttribute("href") ?? document.activeElement.tagName;
    const name = (element) => element.outerHTML.slice(0, 120);
    const isAlone = ({ textContent, parentElement }) =>
      parentElement instanceof HTMLElement && parentElement.textContent.trim() === textContent.trim();
    const shown = [...document.querySelectorAll("a[href], button, input, select, summary, textarea")]
      .filter((element) => element.checkVisibility() && element.tabIndex >= 0 && !element.disabled);
    const faint = shown.filter((element) => {
      element.focus();
      if (document.activeElement !== element) return element.type !== "radio";
      const style = getComputedStyle(element);
      return style.outlineStyle === "none" || parseFloat(style.outlineWidth) < 3;
    });
    const small = shown.filter((element) => {
      if (getComputedStyle(element).display === "inline" && !isAlone(element)) return false;
      const target = element.closest("label") ?? element;
      const { width, height } = target.getBoundingClientRect();
      return width && height && Math.min(width, height) < 24;
    });
    return { first, faint: faint.map(name), small: small.map(name) };
  });
}

/** The windows in which a page scrolls sideways: 320 px, 200 % zoom, letters of twice the size. */
async function wide(page) {
  const found = [];
  const measure = async (name) => {
    const over = await page.evaluate(() => {
      const limit = document.documentElement.clientWidth;
      if (document.documentElement.scrollWidth <= limit) return null;
      const far = [...document.querySelectorAll("body *")]
        .map((element) => [element.getBoundingClientRect().right, element])
        .sort((one, other) => other[0] - one[0])[0];
      return `${document.documentElement.scrollWidth} px for ${limit}: ${far?.[1].outerHTML.slice(0, 120)}`;
    });
    if (over) found.push(`${name}: ${over}`);
  };
  await measure("as it is");
  for (const width of [320, 640]) {
    await page.setViewportSize({ width, height: 800 });
    await measure(`${width} px`);
  }
  await page.setViewportSize({ width: 1280, height: 800 });
  await page.evaluate(() => { document.documentElement.style.fontSize = "200%"; });
  await measure("letters twice as large");
  return found;
}
