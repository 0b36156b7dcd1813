// Takes a picture of each page, whole, into the file that its job names.
import { each, open } from "./pages.mjs";

export default async function picture(browser, { pages }) {
  await each(browser, pages, async (page, job) => {
    await open(page, job);
    await page.screenshot({ path: job.file, fullPage: true });
  });
}
