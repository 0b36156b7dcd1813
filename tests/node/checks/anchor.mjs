// Opens pages at an anchor and tells whether its link is seen there: "" if nothing covers it, else
// what does.
import { each, open } from "./pages.mjs";

export default function anchor(browser, { pages }) {
  return each(browser, pages, async (page, job) => {
    await page.goto("about:blank");
    await open(page, job);
    await page.waitForTimeout(200);
    return page.evaluate(() => {
      const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
      const link = target.querySelector("a");
      const { left, top, width, height } = link.getClientRects()[0];
      const found = document.elementFromPoint(left + width / 2, top + height / 2);
      if (!found) return `outside the window, at ${top} px of ${innerHeight}`;
      return found === link || link.contains(found) ? "" : `behind ${found.outerHTML.slice(0, 120)}`;
    });
  });
}
