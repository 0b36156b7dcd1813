// Checks pages by html-validate: `node validate.mjs FOLDER` prints what is wrong as a JSON list of
// texts, each with its file.
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { HtmlValidate } from "html-validate";

const RULES = {
  "doctype-style": ["error", { style: "lowercase" }],
  // Ticks of one question share its name, as radio buttons do.
  "form-dup-name": ["error", { shared: ["radio", "checkbox", "submit"] }],
  // ARIA lets lists have names; the default knows fewer elements.
  "aria-label-misuse": ["error", { allowAnyNamable: true }],
  "long-title": "off", // the name of an event is as long as it is
  "no-trailing-whitespace": "off", // templates leave it, nobody sees it, gzip takes it away
  "tel-non-breaking": "off", // the checks of telephone numbers take coordinates for them
  "require-sri": "off", // all files are our own
};

const checker = new HtmlValidate({
  root: true,
  extends: ["html-validate:recommended", "html-validate:document"],
  rules: RULES,
});

const folder = process.argv[2];
const found = [];
for (const name of readdirSync(folder).sort()) {
  const report = await checker.validateFile(join(folder, name));
  for (const { messages } of report.results) {
    for (const { ruleId, line, column, message } of messages) {
      found.push(`${name}:${line}:${column}: ${message} (${ruleId})`);
    }
  }
}
console.log(JSON.stringify(found));
