// Fragments fetched by attributes.
import htmx from "htmx.org";
import { askBriefly } from "./suggestions.js";
import { token } from "./token.js";

// No private page may stay behind in the browser's storage, and nothing may run that the page's policy forbids.
Object.assign(htmx.config, { historyCacheSize: 0, allowEval: false, includeIndicatorStyles: false });

document.addEventListener("htmx:configRequest", (event) => {
  event.detail.headers["X-CSRF-Token"] = token();
  askBriefly(event);
});
