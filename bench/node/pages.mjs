// Opens each page of a list of jobs, [{name, url, ready}] in a file, in turn and in a new window,
// `rounds` times: `node pages.mjs FILE ROUNDS CHROMIUM`. Prints a line of JSON for each visit. A
// page is ready when what `ready` selects is there and two frames were drawn since. The processor
// is four times slower than it is; a job with `audit` goes to Lighthouse instead.
import { readFileSync } from "node:fs";
import { chromium } from "playwright-core";

const SLOWER = 4;
const PATIENCE = 60_000;
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

async function visit({ url, ready }) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
  const page = await context.newPage();
  const session = await context.newCDPSession(page);
  let octets = 0;
  session.on("Network.loadingFinished", ({ encodedDataLength }) => { octets += encodedDataLength; });
  await session.send("Network.enable");
  await session.send("Performance.enable");
  await session.send("Emulation.setCPUThrottlingRate", { rate: SLOWER });
  await page.addInitScript(watch);
  try {
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
  } catch (error) {
    return { failed: String(error).split("\n")[0] };
  } finally {
    await context.close();
  }
}

async function audit({ url }) {
  const { default: lighthouse } = await import("lighthouse");
  const { lhr } = await lighthouse(url, { port: PORT, logLevel: "error" });
  return Object.fromEntries(Object.values(lhr.categories).map(({ id, score }) => [id, score * 100]));
}

for (let round = 0; round < Number(rounds); round += 1) {
  for (const job of jobs) {
    const figures = await (job.audit ? audit(job) : visit(job));
    console.log(JSON.stringify({ name: job.name, ...figures }));
  }
}
await browser.close();
