// What every page loads after first paint; whatever only some pages need is imported when they need it.
import "@github/relative-time-element";

// Only pages of signed-in people have forms that write.
if (document.querySelector("form[method=post]")) import("./parts/writing.js");

// So have pages of signed-in people alone keys: whoever is signed out could not switch them off.
if (document.body.dataset.keys) import("./parts/keys.js").then(({ listen }) => listen());

if (document.querySelector("[data-reads]")) import("./parts/reading.js").then(({ markReading }) => markReading());
if (document.querySelector(".posts")) import("./parts/scrolling.js").then(({ followScrolling }) => followScrolling());

// htmx looks for its attributes once the page is complete, so it is not asked for sooner.
const asks = "[hx-get], [hx-post], [hx-put], [hx-patch], [hx-delete]";
if (document.querySelector(asks)) {
  if (document.readyState === "complete") import("./parts/asking.js");
  else addEventListener("load", () => import("./parts/asking.js"));
}
