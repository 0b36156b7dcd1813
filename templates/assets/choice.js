// Goes on to the first language that the browser asks for and the site has.
"use strict";
const links = [...document.querySelectorAll(".choice a")];
const fits = (wanted) => (link) =>
  wanted.toLowerCase() === link.hreflang || wanted.toLowerCase().startsWith(`${link.hreflang}-`);
const chosen = navigator.languages.map((wanted) => links.find(fits(wanted))).find(Boolean);
if (chosen) location.replace(chosen.href);
