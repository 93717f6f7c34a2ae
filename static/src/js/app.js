// What every page loads after first paint; whatever only some pages need is imported when they need it.
import "@github/relative-time-element";
import htmx from "htmx.org";

// No private page may stay behind in the browser's storage, and nothing may run that the page's policy forbids.
Object.assign(htmx.config, { historyCacheSize: 0, allowEval: false, includeIndicatorStyles: false });
