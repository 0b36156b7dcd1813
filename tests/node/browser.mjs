// A browser that is asked about pages: a question a line as JSON, {check, …}, and an answer a
// line, {result} or {error}. Each check is a file in checks/; the first line out tells the version.
// `node browser.mjs PATH_OF_CHROMIUM`
import { createInterface } from "node:readline";
import { chromium } from "playwright-core";

const say = (answer) => process.stdout.write(`${JSON.stringify(answer)}\n`);

const browser = await chromium.launch({ executablePath: process.argv[2], args: ["--disable-quic"] });
say({ result: browser.version() });

for await (const line of createInterface({ input: process.stdin })) {
  const { check, ...asked } = JSON.parse(line);
  try {
    const { default: run } = await import(`./checks/${check}.mjs`);
    say({ result: (await run(browser, asked)) ?? null });
  } catch (error) {
    say({ error: String(error.stack ?? error) });
  }
}

await browser.close();
