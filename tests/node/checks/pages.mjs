// What the checks share: pages that take notes of what happened on them, and many at a time.

/** Does `work(page, job)` for each job, `hands` at a time, and returns the results in order. */
export async function each(browser, jobs, work, hands = 2) {
  const results = new Array(jobs.length);
  const waiting = jobs.map((job, place) => [job, place]);
  const hand = async () => {
    const windows = new Map();
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const [job, place] = next;
      const key = JSON.stringify(settings(job));
      if (!windows.has(key)) windows.set(key, await browser.newPage(settings(job)));
      const page = windows.get(key);
      try {
        results[place] = await work(page, job);
      } catch (error) {
        throw new Error(`${job.url}: ${error.stack ?? error}`);
      }
      page.removeAllListeners();
      await page.setViewportSize(settings(job).viewport);
    }
    for (const page of windows.values()) await page.close();
  };
  await Promise.all(Array.from({ length: hands }, hand));
  return results;
}

/** A job says how wide the window is, in which scheme, whether scripts run, and where it is. */
function settings({ width = 1280, height = 900, scheme = "light", script = true, forced = false, zone }) {
  return {
    viewport: { width, height },
    colorScheme: scheme,
    javaScriptEnabled: script,
    forcedColors: forced ? "active" : "none",
    reducedMotion: "reduce",
    timezoneId: zone,
  };
}

/** Opens a page, sends the form that the job fills in, and returns what was asked for and said. */
export async function open(page, job) {
  const notes = { requests: [], faults: [] };
  page.on("request", (request) => notes.requests.push(request.url()));
  page.on("requestfailed", (request) => notes.faults.push(`${request.url()} failed`));
  page.on("pageerror", (error) => notes.faults.push(String(error)));
  page.on("console", (message) => {
    // A browser logs the status of a page that says what went wrong.
    if (message.type() !== "error" || /status of [45]\d\d/.test(message.text())) return;
    notes.faults.push(message.text());
  });
  await page.goto(job.url, { waitUntil: "load" });
  if (job.send) {
    const sent = page.waitForEvent("load");
    await page.evaluate(send, job.send);
    await sent;
    notes.requests.splice(0, notes.requests.lastIndexOf(job.url));
  }
  return notes;
}

/** Sends the form around the field named first, with these values, without the browser's checks. */
function send(values) {
  const form = document.querySelector(`main [name="${Object.keys(values)[0]}"]`).form;
  for (const [name, value] of Object.entries(values)) form.elements[name].value = value;
  form.submit();
}
