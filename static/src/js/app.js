// What every page loads after first paint; whatever only some pages need is imported when they need it.
import "@github/relative-time-element";

// Only pages of signed-in people have forms that write.
if (document.querySelector("form[method=post]")) import("./parts/writing.js");

// htmx looks for its attributes once the page is complete, so it is not asked for sooner.
const asks = "[hx-get], [hx-post], [hx-put], [hx-patch], [hx-delete]";
if (document.querySelector(asks)) {
  if (document.readyState === "complete") import("./parts/asking.js");
  else addEventListener("load", () => import("./parts/asking.js"));
}
