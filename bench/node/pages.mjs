// Opens each page of a list of jobs, [{name, url, ready, slower}] in a file, in turn and in a new
// window, `rounds` times: `node pages.mjs FILE ROUNDS CHROMIUM`. Prints a line of JSON for each
// visit. A page is ready when what `ready` selects is there and two frames were drawn since; the
// processor is `slower` times slower than it is. A job with `audit` goes to Lighthouse instead.
import { readFileSync } from "node:fs";
import { chromium } from "playwright-core";

const PATIENCE = 60_000;
const LATE = { failed: `not ready within ${PATIENCE / 1_000} s` };
const PORT = 9_334;
const [file, rounds, executablePath] = process.argv.slice(2);
const jobs = JSON.parse(readFileSync(file, "utf8"));
const browser = await chromium.launch({ executablePath, args: [`--remote-debugging-port=${PORT}`] });

const watch = () => {
  window.told = { lcp: 0, cls: 0, blocked: 0 };
  const observe = (type, take) =>
    new PerformanceObserver((list) => list.getEntries().forEach(take)).observe({ type, buffered: true });
  observe("largest-contentful-paint", (entry) => { told.lcp = entry.startTime; });
  observe("layout-shift", (entry) => { told.cls += entry.hadRecentInput ? 0 : entry.value; });
  observe("longtask", (entry) => { told.blocked += Math.max(0, entry.duration - 50); });
};

const settled = (selector) =>
  document.readyState === "complete" && document.querySelector(selector) !== null &&
  new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => resolve(performance.now()))));

// A page that keeps its processor busy does not answer at all, nor does it close.
const within = (ms, work) =>
  Promise.race([work, new Promise((resolve) => setTimeout(resolve, ms, LATE))]);

async function visit(job) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
  try {
    return await within(PATIENCE, look(context, job));
  } catch (error) {
    return error.name === "TimeoutError" ? LATE : { failed: String(error).split("\n")[0] };
  } finally {
    await within(5_000, context.close());
  }
}

async function look(context, { url, ready, slower }) {
  const page = await context.newPage();
  const session = await context.newCDPSession(page);
  let octets = 0;
  session.on("Network.loadingFinished", ({ encodedDataLength }) => { octets += encodedDataLength; });
  await session.send("Network.enable");
  await session.send("Performance.enable");
  await session.send("Emulation.setCPUThrottlingRate", { rate: slower });
  await page.addInitScript(watch);
  page.setDefaultTimeout(PATIENCE);
  await page.goto(url, { waitUntil: "commit" });
  const found = await page.waitForFunction(settled, ready, { timeout: PATIENCE });
  const ms = await found.jsonValue();
  await page.waitForTimeout(1_000);
  const told = await page.evaluate(() => window.told);
  const nodes = await page.evaluate(() => document.querySelectorAll("*").length);
  const { metrics } = await session.send("Performance.getMetrics");
  const heap = metrics.find(({ name }) => name === "JSHeapUsedSize").value;
  return { octets, ready: ms, ...told, nodes, heap };
}

async function audit({ url }) {
  const { default: lighthouse } = await import("lighthouse");
  const { lhr } = await lighthouse(url, { port: PORT, logLevel: "error" });
  return Object.fromEntries(Object.values(lhr.categories).map(({ id, score }) => [id, score * 100]));
}

// A browser that has just started reads its fonts first: nobody's page is to pay for that.
if (jobs.some(({ audit }) => !audit)) {
  const page = await browser.newPage();
  await page.setContent("<p style='font-family: serif'>a<b>b</b><i>c</i> <span style='font-family: sans-serif'>d</span></p>");
  await page.waitForTimeout(1_000);
  await page.close();
}

for (let round = 0; round < Number(rounds); round += 1) {
  for (const job of jobs) {
    const figures = await (job.audit ? audit(job) : visit(job));
    console.log(JSON.stringify({ name: job.name, ...figures }));
  }
}
await browser.close();
process.exit(); // time limits that nobody waits for any more
