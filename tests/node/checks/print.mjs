// Prints a page on A4 into a file.
import { each, open } from "./pages.mjs";

export default async function print(browser, job) {
  await each(browser, [job], async (page) => {
    await open(page, job);
    await page.pdf({ path: job.path, format: "A4", margin: MARGIN });
  });
}

const MARGIN = { top: "10mm", bottom: "10mm", left: "10mm", right: "10mm" };
