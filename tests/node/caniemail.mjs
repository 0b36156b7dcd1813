// Asks the Can I Email data what mail programs do not support of a mail: `node caniemail.mjs FILE
// CLIENT…` prints JSON, {client: [feature]}. Clients are named as in the data, `gmail.ios`.
import { readFileSync } from "node:fs";
import { caniemail } from "caniemail";

const [file, ...clients] = process.argv.slice(2);
const { issues } = caniemail({ clients, html: readFileSync(file, "utf8") });

const found = Object.fromEntries(
  clients.map((client) => [
    client,
    [...new Set((issues.errors.get(client) ?? []).map((issue) => issue.title))].sort(),
  ]),
);

console.log(JSON.stringify(found));
