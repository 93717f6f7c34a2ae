// Everything that pages with forms do: keep what is typed, send by key, send once.
import { sendByKey, sendOnce } from "./sending.js";
import { keepUnfinished } from "./unfinished.js";

keepUnfinished();
sendByKey();
sendOnce();
