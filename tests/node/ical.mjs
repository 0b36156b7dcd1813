// Reads a calendar as Thunderbird's library does: `node ical.mjs FILE` prints what it found as
// JSON, {name, events: [{uid, summary, start, end, sequence, status}]}, dates in ISO 8601.
import { readFileSync } from "node:fs";
import ICAL from "ical.js";

const calendar = new ICAL.Component(ICAL.parse(readFileSync(process.argv[2], "utf8")));

const events = calendar.getAllSubcomponents("vevent").map((component) => {
  const event = new ICAL.Event(component);
  return {
    uid: event.uid,
    summary: event.summary,
    start: event.startDate.toString(),
    end: event.endDate.toString(),
    sequence: event.sequence,
    status: component.getFirstPropertyValue("status"),
  };
});

const name =
  calendar.getFirstPropertyValue("name") ?? calendar.getFirstPropertyValue("x-wr-calname");

console.log(JSON.stringify({ name, events }));
