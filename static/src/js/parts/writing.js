// Everything that pages with forms do: keep what is typed, send by key, send once, take pictures.
import { sendByKey, sendOnce } from "./sending.js";
import { keepUnfinished } from "./unfinished.js";

keepUnfinished();
sendByKey();
sendOnce();
if (document.querySelector("[data-picture-for]")) import("./pictures.js").then((pictures) => pictures.takePictures());
