// Tells which texts nobody can read where the system chooses the colours: those that differ too
// little from what is behind them, letters of drawings included.
import { each, open } from "./pages.mjs";

export default function forced(browser, { pages }) {
  return each(browser, pages, async (page, job) => {
    await open(page, job);
    return page.evaluate(unreadable);
  });
}

function unreadable() {
  const parse = (colour) => colour.match(/[\d.]+/g)?.map(Number) ?? [0, 0, 0, 0];
  const channel = (part) => {
    const share = part / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  };
  const luminance = ([red, green, blue]) =>
    0.2126 * channel(red) + 0.7152 * channel(green) + 0.0722 * channel(blue);
  const contrast = (one, other) => {
    const [low, high] = [luminance(one), luminance(other)].sort((a, b) => a - b);
    return (high + 0.05) / (low + 0.05);
  };
  const behind = (element) => {
    for (let each = element; each; each = each.parentElement) {
      const colour = parse(getComputedStyle(each).backgroundColor);
      if ((colour[3] ?? 1) > 0.5) return colour;
    }
    return matchMedia("(prefers-color-scheme: dark)").matches ? [0, 0, 0] : [255, 255, 255];
  };
  const found = new Set();
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const element = texts.currentNode.parentElement;
    if (!texts.currentNode.data.trim() || !element.checkVisibility()) continue;
    const style = getComputedStyle(element);
    const colour = parse(element.closest("svg text") ? style.fill : style.color);
    const ratio = contrast(colour, behind(element));
    if (ratio < 4.5) found.add(`${ratio.toFixed(1)}: ${element.outerHTML.slice(0, 100)}`);
  }
  return [...found];
}
