// Everything that pages with forms do: keep what is typed, send by key, send once and lose nothing, take pictures.
import { deliver } from "./delivering.js";
import { sendByKey, sendOnce } from "./sending.js";
import { keepUnfinished } from "./unfinished.js";

keepUnfinished();
sendByKey();
sendOnce();
deliver();
const texts = document.querySelectorAll("textarea[data-markdown]");
if (texts.length) import("./tools.js").then(({ equip }) => texts.forEach(equip));
if (document.getElementById("write-body")) import("./quoting.js").then(({ offerQuotes }) => offerQuotes());
if (document.querySelector("[data-picture-for]")) import("./pictures.js").then((pictures) => pictures.takePictures());
if (document.querySelector("input[data-copy]")) import("./copying.js").then(({ offerCopies }) => offerCopies());
// What is made piece by piece goes on by itself.
document.querySelector("form[data-goes-on]")?.requestSubmit();
