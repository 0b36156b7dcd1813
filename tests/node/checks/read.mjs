// Tells of pages what somebody reads on them: the addresses of the links that are seen, and the
// names of the fields that can be filled in. `script: false` in a job reads without scripts.
import { each, open } from "./pages.mjs";

export default function read(browser, { pages }) {
  return each(browser, pages, async (page, job) => {
    const { faults } = await open(page, job);
    return { faults, ...(await page.evaluate(seen)) };
  });
}

function seen() {
  const isSeen = (element) => {
    const { width, height } = element.getBoundingClientRect();
    const shown = element.checkVisibility({ opacityProperty: true, visibilityProperty: true });
    return shown && width > 1 && height > 1 && element.textContent.trim();
  };
  const links = [...document.querySelectorAll("main a[href]:not(svg a)")].filter(isSeen);
  const fields = [...document.querySelectorAll("main form[method] [name]")];
  return {
    links: [...new Set(links.map((link) => new URL(link.getAttribute("href"), document.baseURI).pathname))],
    fields: [...new Set(fields.map((field) => field.name))],
    dead: [...document.querySelectorAll("main button:not([hidden])")]
      .filter((button) => button.checkVisibility() && !button.form)
      .map((button) => button.outerHTML),
  };
}
