// Does with the keyboard alone what `steps` say, and tells where that leads: ["to", SELECTOR] goes
// on with Tab until the focus is there, ["type", TEXT], ["press", KEY], ["follow", KEY] presses a
// key that leads to another page, ["back"] goes back. `read` selects fields whose values are told.
import { each, open } from "./pages.mjs";

const FARTHEST = 120;

export default async function keys(browser, job) {
  const [told] = await each(browser, [job], async (page) => {
    const { faults } = await open(page, job);
    for (const [act, what] of job.steps) await ACTS[act](page, what);
    const heading = await page.locator("h1").innerText();
    if (!job.read) return { url: page.url(), heading, faults };
    await page.waitForLoadState("networkidle");
    const values = job.read.map((field) => page.locator(field).evaluate(value));
    return { url: page.url(), heading, faults, values: await Promise.all(values) };
  });
  return told;
}

const value = (field) => field.selectedOptions?.[0].text ?? field.value;

const ACTS = {
  async to(page, selector) {
    for (let presses = 0; presses < FARTHEST; presses += 1) {
      await page.keyboard.press("Tab");
      if (await page.evaluate((wanted) => document.activeElement.matches(wanted), selector)) return;
    }
    throw new Error(`${FARTHEST} times Tab do not lead to ${selector}`);
  },
  type: (page, text) => page.keyboard.type(text),
  async back(page) {
    await page.waitForLoadState("networkidle");
    await page.goBack();
  },
  press: (page, key) => page.keyboard.press(key),
  async follow(page, key) {
    await page.waitForLoadState("networkidle"); // leaving a page ends what it still asks for
    const loaded = page.waitForEvent("load");
    await page.keyboard.press(key);
    await loaded;
  },
};
