// Fragments fetched by attributes. Evaluated in this order: htmx reads its settings, and may ask, as it loads.
import "./asking-rules.js";
import "htmx.org";
