"""S7 in a real browser: what people type runs nowhere, on whichever page it comes out again."""

from __future__ import annotations

import json
import os
import random
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from .hands import account, call, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]

SAMPLE, THREADS, ANSWERS, PAGES, NAMES = 200, 8, 8, 5, 4
WORD = "wombat"  # by which everything is searched for
OURS = (
    "<script>window.__ran=1;alert(1)</script>",
    '"><script>alert(1)</script>',
    "</title></textarea></style><svg onload=alert(1)>",
    "<img src=x onerror=alert(1)>",
    "<img src=/static/x onerror='window.__ran=1'>",
    "<details open ontoggle=alert(1)>",
    "<a href=javascript:alert(1) autofocus onfocus=alert(1)>x</a>",
    "[x](javascript:alert(1))",
    "[x](java&#x0A;script:alert(1))",
    "[x]: javascript:alert(1)",
    "<iframe srcdoc='<script>parent.__ran=1</script>'></iframe>",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
    '<form action="javascript:alert(1)"><button autofocus>x',
    "<base href=//evil.test/><meta http-equiv=refresh content='0;url=javascript:alert(1)'>",
    "{{ 7 * 7 }}{% print(1) %}<mark>",
    "<div hx-get=/inbox hx-trigger=load hx-on::load=alert(1) data-unfinished=ask>x</div>",
    "\x01javascript:alert(1)//",
    "<input autofocus onfocus=alert(1)><style>@import '//evil.test/x';</style>",
)
WAYS = (
    "{}",
    "[{}](/x)",
    "[x](<{}>)",
    "![{}](/x)",
    "`{}`",
    "| a |\n|---|\n| {} |",
    "> {}",
    "```{}\n{}\n```",
    "<{}>",
)
# What ran, what the policy had to stop, and what stands in the page that could run.
WATCH = """
window.__violations = [];
document.addEventListener("securitypolicyviolation", (event) =>
  window.__violations.push(`${event.effectiveDirective} ${event.blockedURI} ${event.sample}`));
for (const name of ["alert", "confirm", "prompt", "print"]) window[name] = () => { window.__ran = name; };
"""
LOOK = """() => {
  // The frame's own drawings, and what its scripts say.
  const OURS = ["body > #icons", "body > script#words[type='application/json']", "nav.rail > a > svg.icon",
    "label.photo > svg.icon", "button[data-md-button] > svg.icon"].join();
  const found = window.__ran ? ["ran: " + window.__ran] : [];
  found.push(...window.__violations.filter((one) => !one.startsWith("img-src")).map((one) => "stopped: " + one));
  const runs = /^[\\s\\x00-\\x20]*(javascript|vbscript|data|file):/i;
  for (const one of document.querySelectorAll("*")) {
    if (one.matches(OURS)) continue;
    if (/^(iframe|frame|object|embed|base|applet|math|svg|portal)$/i.test(one.tagName)) found.push(one.outerHTML);
    if (one.tagName === "SCRIPT" && !one.src.startsWith(location.origin + "/static/")) found.push(one.outerHTML);
    if (one.tagName === "STYLE" && one.textContent.includes("evil")) found.push(one.outerHTML);
    for (const { name, value } of one.attributes) {
      if (/^on|^style$|^srcdoc$/i.test(name)) found.push(`${name}=${value}`);
      if (/^(href|src|action|formaction|xlink:href)$/i.test(name) && runs.test(value)) found.push(`${name}=${value}`);
      if (/^(data-)?hx-/.test(name) && one.closest(".text, .post, .prose, .preview")) found.push(`${name}=${value}`);
    }
  }
  return found.slice(0, 10);
}"""


def payloads() -> list[str]:
    """Ours first, then a sample of what others have gathered."""
    folder = os.environ.get("THROUGHWAY_TEST_DATA")
    if not folder:
        return list(OURS)
    given = Path(folder) / "adversarial"
    told = [one["payload"] for one in json.loads((given / "html_xss" / "dompurify_expect.json").read_text())]
    told += [
        path.read_text().split("\n--\n")[0] for path in sorted((given / "html_xss" / "bleach").glob("*.test"))
    ]
    told += [
        one for one in json.loads((given / "blns" / "blns.json").read_text()) if "<" in one or "alert" in one
    ]
    told += [one for one in (given / "markdown" / "xss.md").read_text().split("\n") if "script" in one]
    told = [one for one in dict.fromkeys(told) if one.strip() and len(one) < 5_000]
    return [*OURS, *random.Random(1).sample(told, SAMPLE - len(OURS))]


class Deck:
    """Deals payloads round and round; each comes out in every way sooner or later."""

    def __init__(self) -> None:
        self._payloads, self._dealt = payloads(), 0

    def __len__(self) -> int:
        return len(self._payloads)

    def one(self) -> str:
        self._dealt += 1
        return self._payloads[(self._dealt - 1) % len(self)]

    def line(self, longest: int = 200) -> str:
        """A payload as a name or title."""
        for _ in range(len(self)):
            found = " ".join(self.one().split())[:longest]
            if "<" in found or "script" in found:
                return found
        raise AssertionError("no payload fits into a line")

    def text(self, number: int) -> str:
        """Some payloads, the search word between them, each as it is and in another way of Markdown."""
        parts = []
        for n in range(number):
            one = self.one()
            parts += [one, f"The {WORD} stops.", WAYS[(self._dealt + n) % len(WAYS)].replace("{}", one)]
        return "\n\n".join(parts)


class Writer:
    """Writes all of it by the API, and keeps where it can be read."""

    def __init__(self, site: Any, token: str) -> None:
        self._site, self._token, self._deck = site, token, Deck()
        self.paths: list[str] = []

    def send(self, method: str, path: str, **sent: Any) -> Any:
        status, answer = call(self._site, self._token, method, path, sent)
        assert status in (200, 201), (status, answer, sent)
        return answer

    def community(self, slug: str) -> None:
        name, purpose = f"{self._deck.line(150)} {slug}", self._deck.text(2)[:2_000]
        self.send("POST", "/communities", slug=slug, name=name, purpose=purpose, visibility="open")
        self.paths += [f"/c/{slug}", f"/c/{slug}/threads", f"/c/{slug}/members", f"/c/{slug}/settings"]

    def thread(self, slug: str) -> None:
        deck = self._deck
        names = {"topics": [deck.line(60) for _ in range(2)]}
        context = {"system": deck.line(60), "task": deck.line(60), "role": deck.line(60)}
        made = self.send(
            "POST", "/threads", title=deck.line(), body=deck.text(1), community=slug, context=context, **names
        )
        self.send("PATCH", f"/threads/{made['id']}", body=deck.text(3), title=f"{WORD} {deck.line(180)}")
        path = f"/threads/{made['id']}"
        posts = [self.send("POST", f"{path}/posts", kind="answer", body=deck.text(2)) for _ in range(ANSWERS)]
        self.send("POST", f"{path}/posts", kind="comment", body=deck.text(1), parent=posts[0]["id"])
        self.send("PUT", f"/posts/{posts[0]['id']}/outcome", outcome="worked")
        self.send("PUT", f"/posts/{posts[1]['id']}/outcome", outcome="unsafe", note=deck.line())
        self.send("PUT", f"{path}/solutions/{posts[0]['id']}", cause=deck.text(1))
        self.send("PUT", f"{path}/waiting", on=deck.line(), reference=deck.line())
        self.paths += [f"/t/{made['id']}-x", f"/t/{made['id']}/history", f"/t/{made['id']}/edit"]
        self.thread_id = made["id"]

    def page(self, slug: str) -> None:
        deck = self._deck
        whole = lambda: {"title": deck.line(), "body": deck.text(5), "success": deck.text(1)[:1_000]}  # noqa: E731
        made = self.send(
            "POST", f"/communities/{slug}/pages", kind="howto", topics=[deck.line(60)], **whole()
        )
        self.send("PUT", f"/pages/{made['id']}", base_revision=1, summary=deck.line(), **whole())
        at = f"/w/{made['id']}"
        self.paths += [
            f"{at}-x",
            f"{at}/history",
            f"{at}/diff/1..2",
            f"{at}/diff/1..2?view=side",
            f"{at}/edit",
        ]

    def written_up(self) -> None:
        made = self.send("POST", f"/threads/{self.thread_id}/promotion")
        self.paths += [f"/w/{made['id']}-x", f"/w/{made['id']}/edit"]

    def everything(self) -> None:
        self.community("xena-1")
        self.community("xena-2")
        for number in range(THREADS):
            self.thread(f"xena-{number % 2 + 1}")
        for number in range(PAGES):
            self.page(f"xena-{number % 2 + 1}")
        self.written_up()
        found = f"q={WORD}"
        self.paths += [
            f"/search?{found}",
            f"/search?{found}&offset=20",
            f"/suggestions?body=the+{WORD}+stops+again",
        ]
        self.paths += ["/", "/communities", "/inbox", "/people", "/people/xena", "/c/xena-1/pages"]


class Reader:
    """Opens pages and says what could run there, did, or was stopped."""

    def __init__(self, page: Page) -> None:
        self.page, self.faults = page, []
        page.on("dialog", lambda dialog: (self.faults.append(f"dialog: {dialog.message}"), dialog.dismiss()))
        page.on("pageerror", lambda error: self.faults.append(f"error at {page.url}: {error}"))
        page.on("console", lambda said: self._heard(said.text))

    def _heard(self, text: str) -> None:
        if "Content Security Policy" in text and "img-src" not in text:
            self.faults.append(f"console at {self.page.url}: {text}")

    def open(self, path: str) -> None:
        answer = self.page.goto(path)
        assert answer is not None
        assert answer.status == 200, (path, answer.status)
        self.look()

    def look(self) -> None:
        self.faults += [f"{self.page.url}: {one}" for one in self.page.evaluate(LOOK)]

    def preview(self, path: str, text: str) -> None:
        """By the form's own button, and what suggestions bring in while it is typed."""
        self.page.goto(path)
        self.page.locator("main form textarea[name=body]").first.fill(text)
        if path == "/write":
            self.page.get_by_label("Title").fill(WORD)
        self.page.locator("main form button[value=look], main form button[value=preview]").first.click()
        self.page.locator(".preview").first.wait_for()
        self.look()

    def call_oneself(self, name: str, about: str) -> None:
        """Another name, which then stands at everything that one wrote."""
        self.page.goto("/settings")
        self.page.get_by_label("Your name").fill(name)
        self.page.get_by_label("About you").fill(about[:10_000])
        with self.page.expect_event("load"):
            self.page.get_by_role("button", name="Save").click()
        self.look()


def test_scripts_do_not_run(person, site) -> None:
    writer, deck = Writer(site, account(site, "Xena")), Deck()
    writer.everything()
    context = person()
    context.add_init_script(WATCH)
    reader = Reader(context.new_page())
    sign_in(reader.page, "xena")
    for number in range(NAMES):
        reader.call_oneself(deck.line(), deck.text(len(deck) // NAMES))
        reader.open("/people/xena")
        reader.open(writer.paths[8 + number])
    for path in writer.paths:
        reader.open(path)
    for path in ("/ask", "/share", "/write", writer.paths[8]):
        reader.preview(path, deck.text(30))
    assert reader.page.evaluate("window.__violations") is not None, "it was watched"
    assert reader.faults == []


@pytest.mark.parametrize(
    "bad", ["<img src=x onerror=alert(1)>", "<a href='javascript:x'>x</a>", "<b style='color:red'>x"]
)
def test_the_watch_sees_what_would_run(person, bad) -> None:
    context = person()
    context.add_init_script(WATCH)
    page = context.new_page()
    page.goto("/sign-in")
    page.evaluate("(html) => document.body.insertAdjacentHTML('beforeend', html)", bad)
    page.wait_for_timeout(200)
    assert page.evaluate(LOOK) != []
