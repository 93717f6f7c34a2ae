"""HTML to Markdown: what it says, and that our pages then show what the original shows."""

import html as stdlib_html
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from community.core.text import render_markdown
from community.importing.stackexchange.fidelity import seen, shown
from community.importing.stackexchange.markdown import to_markdown

RIGHT, LEFT = 'style="text-align: right;"', 'style="text-align:LEFT"'
SAYS = [
    ("<h2>Use <em>it</em></h2><p>x</p>", "## Use *it*\n\nx"),
    ("<h3>About C #</h3>", "### About C \\#"),
    ("<p>a<br>b<br></p>", "a\\\nb"),
    ("<p>one\ntwo</p>", "one two"),
    ("<hr>", "---"),
    ("<p>press <kbd>Ctrl</kbd></p>", "press `Ctrl`"),
    ("<p>x<sup>2</sup>, H<sub>2</sub>O, a<sup>Q</sup></p>", "x², H₂O, a^Q"),
    ("<p><strike>no</strike> <s>no</s> <del>no</del></p>", "~~no~~ ~~no~~ ~~no~~"),
    ("<p>$\\frac{a_1}{b_n} &lt; x_{i}$ costs $5</p>", "$\\frac{a_1}{b_n} < x\\_{i}$ costs $5"),
    ("<p>a &lt;b&gt; &amp;amp; c &amp; d</p>", "a \\<b> \\&amp; c & d"),
    ("<p>1. no list</p>", "1\\. no list"),
    ("<p>* [x] `a` _b_ snake_case @ann a@b.c</p>", "\\* \\[x\\] \\`a\\` \\_b\\_ snake_case \\@ann a@b.c"),
    ("<pre><code>a\n  b\n</code></pre>", "```\na\n  b\n```"),
    ('<pre class="lang-py s-code-block"><code>x</code></pre>', "```py\nx\n```"),
    ('<pre><code class="hljs language-c++">x</code></pre>', "```c++\nx\n```"),
    ("<!-- language: lang-sql --><pre><code>x</code></pre><pre>y</pre>", "```sql\nx\n```\n\n```\ny\n```"),
    ("<!-- language-all: js --><pre>x</pre><pre>y</pre>", "```js\nx\n```\n\n```js\ny\n```"),
    ("<!-- language: lang-none --><pre>x</pre>", "```\nx\n```"),
    ("<pre>```\nx\n```</pre>", "````\n```\nx\n```\n````"),
    ("<p><code>a`b</code> <code>`</code></p>", "``a`b`` `` ` ``"),
    ('<p><a href="https://e.example/a b(c)" title="t">x</a></p>', '[x](<https://e.example/a%20b(c)> "t")'),
    ('<p><a href="javascript:alert(1)">x</a></p>', "x"),
    ('<p><a href=" JaVa\nscript:alert(1)">x</a></p>', "x"),
    ('<p><a href="data:text/html,x">x</a><a href="ftp://e.example">y</a></p>', "xy"),
    ('<p><a href="//e.example/">x</a></p>', "[x](https://e.example/)"),
    ('<p><a href="https://e.example"><img src="https://e.example/a.png" alt="a [b]"></a></p>',
     "[a \\[b\\]](https://e.example) [🖼](https://e.example/a.png)"),
    ("<ul><li>a<ul><li>b<ol><li>c</li></ol></li></ul></li><li>d</li></ul>", "- a\n  - b\n    1. c\n- d"),
    ('<ol start="9"><li>a</li><li></li><li>b</li></ol>', "9. a\n10.\n11. b"),
    ("<ul><li>a</li></ul><ul><li>b</li></ul>", "- a\n\n* b"),
    ("<blockquote><p>a</p><blockquote><p>b</p></blockquote></blockquote>", "> a\n>\n> > b"),
    ('<blockquote class="spoiler"><p>a</p><p>b</p></blockquote>', ">! a\n>\n> b"),
    ("<table><tr><th>a|b</th><th>c</th></tr><tr><td><code>x|y</code></td></tr></table>",
     "| a\\|b | c |\n| --- | --- |\n| `x\\|y` |  |"),
    ("<table><tr><th>a</th></tr><tr><td><ul><li>b</li><li>c</li></ul></td></tr></table>",
     "| a |\n| --- |\n| • b • c |"),
    ("<table><tr><td>a</td></tr><tr><td>b</td><td>c<br>d</td></tr></table>",
     "|  |  |\n| --- | --- |\n| a |  |\n| b | c d |"),
    ('<div class="snippet" data-lang="js"><pre class="snippet-code-js"><code>x</code></pre></div>',
     "```js\nx\n```"),
    ('<blockquote class="spoiler"><ul><li>a</li></ul></blockquote>', ">!\n> - a"),
    ('<blockquote class="spoiler"><pre><code>a</code></pre></blockquote>', ">!\n> ```\n> a\n> ```"),
    (f"<table><tr><th {RIGHT}>a</th><th align=center>b</th></tr><tr><td>1</td><td {LEFT}>2</td><td>3</td></tr></table>",
     "| a | b |  |\n| --: | :-: | --- |\n| 1 | 2 | 3 |"),
    ('<p><a href="https://e.example/big.png"><img src="https://e.example/small.png" alt="a"></a> b</p>',
     "[a](https://e.example/big.png) [🖼](https://e.example/small.png) b"),
    ('<p><a href="https://e.example/a.png"><img src="https://e.example/a.png" alt="a"></a></p>',
     "[![a](https://e.example/a.png)](https://e.example/a.png)"),
    ('<p><a href="https://e.example"><img src="https://e.example/a.png"></a></p>',
     "[https://e.example](https://e.example) [🖼](https://e.example/a.png)"),
    ('<p>see<img src="https://e.example/a.png" alt="b">there</p>', "see ![b](https://e.example/a.png) there"),
    ("<p>so<sup>[1]</sup></p><hr><p><sub>[1]: or not</sub></p>", "so\\[1\\]\n\n---\n\n\\[1\\]: or not"),
    ("<p><kbd>Ctrl</kbd>+<kbd>C</kbd></p>", "`Ctrl`+`C`"),
    ('<iframe src="https://www.youtube.com/embed/x"></iframe>',
     "[https://www.youtube.com/embed/x](https://www.youtube.com/embed/x)"),
    ("<dl><dt>a</dt><dd>b</dd></dl>", "**a**\n\nb"),
    ("<p><strong>Note:</strong>x and un<em>believ</em>able</p>", "**Note**:x and un*believ*able"),
    ("<p><em>a</em><em>b</em></p>", "*ab*"),
    ("<script>alert(1)</script><style>p {}</style><p>x</p>", "x"),
    ("", ""),
]  # fmt: skip

LOOKS_THE_SAME = [
    "<p>see https://e.example/<b>name</b>/x</p>",
    "<p>- no list</p><p>+ 1</p><p># none</p><p>=====</p><p>---</p><p>&gt; none</p><p>12) none</p>",
    "<p>a | b<br>--- | ---<br>c | d</p>",
    "<p>~~a~~ ~~~</p><p>a\\*b \\\\ c\\</p>",
    "<p>line<br>- none<br># none<br>2. none</p>",
    "<p><b>x</b>y<i>z</i>.<b>(a)</b>b</p>",
    "<ol><li><p>a</p><pre><code>x\n\n  y</code></pre><p>b</p></li><li>c</li></ol>",
    "<ul><li>a<ul><li>b</li></ul>c</li></ul><p>d</p>",
    '<ul><li>text<ol start="3"><li>b</li></ol></li></ul>',
    "<ul><li>a</li><ul><li>b</li></ul></ul>",
    "<blockquote><ul><li>a</li></ul><pre>b\n\nc</pre></blockquote>",
    "<h1>a<br>b <code>c</code></h1>",
    "<p>[a]: https://e.example</p><p>[a] [[b]] ![c](d) [e](f)</p>",
    "<p>&lt;script&gt; &lt;!-- x --&gt; &lt;https://e.example&gt;</p>",
    "<p>  <strong> a </strong>b</p><p>&nbsp;</p>",
    '<blockquote class="spoiler"><p>a</p><ul><li>b</li></ul><p>c</p></blockquote><p>d</p>',
    '<blockquote><blockquote class="spoiler"><p>a<br>b</p></blockquote></blockquote>',
    '<ul><li>a<blockquote class="spoiler"><h2>b</h2><p>c</p></blockquote></li></ul>',
    "<p>&gt;! no spoiler</p><blockquote><p>! nor this</p></blockquote>",
    "<p>$$\n\\begin{pmatrix} a_1 &amp; b^2 \\\\ c* &amp; d* \\end{pmatrix}\n$$</p><p>costs 5$, or $x_i*y_i$</p>",
    "<p><sup>1</sup>⁄<sub>2</sub> x<sup>n+1</sup> C<sub>6</sub>H<sub>12</sub> a<sup>a whole remark</sup></p>",
    '<p><img src="https://e.example/a.png" alt="the [valve]"><img src="https://e.example/b.png"></p>',
    "<p><s>no</s><del>t</del> <strike>here</strike></p>",
    "<ol><li>a<ul><li>b<pre><code>c\n\nd</code></pre><ol><li>e</li></ol></li></ul></li><li>f</li></ol>",
]


@pytest.mark.parametrize(("html", "markdown"), SAYS)
def test_what_the_markdown_says(html, markdown):
    assert to_markdown(html) == markdown


@pytest.mark.parametrize("html", LOOKS_THE_SAME)
def test_our_page_shows_the_same_words(html):
    ours, theirs = shown(to_markdown(html)), seen(html)
    assert ours.words == theirs.words
    assert (ours.spoilers, ours.items) == (theirs.spoilers, theirs.items)
    assert ours.addresses >= theirs.addresses


@settings(max_examples=300, deadline=None, derandomize=True)
@given(st.text(alphabet=st.sampled_from("ab1 \\`*_[]()<>#+-=|~:&;!.@/\"'$\n"), max_size=40))
def test_no_plain_text_is_taken_for_markup(words):
    html = f"<p>{stdlib_html.escape(words)}</p>"
    assert shown(to_markdown(html)).words == seen(html).words


@settings(max_examples=150, deadline=None, derandomize=True)
@given(st.text(alphabet=st.sampled_from("ab `\\|~#-\n"), max_size=30).filter(str.strip))
def test_code_is_kept_as_it_stands(words):
    html = (
        f"<pre><code>{stdlib_html.escape(words)}</code></pre><p><code>{stdlib_html.escape(words)}</code></p>"
    )
    assert shown(to_markdown(html)).words == seen(html).words


def test_every_target_is_rewritten():
    html = '<p><a href="/q/1">a</a> <a href="https://e.example/">b</a> <img src="/p.png"></p>'
    heard = []

    def rewrite(target):
        heard.append(target)
        new = {"/q/1": "/here", "/p.png": "https://there.example/p.png"}
        return new.get(target, "javascript:alert(1)")

    assert to_markdown(html, rewrite) == "[a](/here) b ![](https://there.example/p.png)"
    assert heard == ["/q/1", "https://e.example/", "/p.png"]


@pytest.mark.parametrize("depth", [30, 99, 900, 20_000])
@pytest.mark.parametrize("tag", ["b", "div", "blockquote", "ul><li", "table><tr><td"])
def test_nesting_beyond_any_post_keeps_the_words(tag, depth):
    html = f"<{tag}>" * depth + "down *here*" + "<p>and there</p>"
    assert shown(to_markdown(html)).words[:4] == ("down", "*", "here", "*")


@pytest.mark.parametrize(
    "html",
    [
        "<ul>" + "<li>x</li>" * 4_000 + "</ul>",
        "<ul><li>x</li></ul>" * 3_000,
        "<p><b>a" + "," * 50_000 + "a</b>x</p>",
        "<p>" + "http://" * 8_000 + "<b>x</b></p>",
        "<p>" + "<i></i>" * 5_000 + "x</p>",
        "<p>" + "<b>x" * 4_000,
        "<p>" + "[(" * 20_000 + "</p>",
        "<table>" + "<tr>" + "<td>x" * 3_000,
    ],
)
def test_no_post_takes_long(html):
    began = time.process_time()
    to_markdown(html)
    assert time.process_time() - began < 5


def test_hostile_html_comes_out_harmless(test_data):
    payloads = (test_data / "adversarial" / "html_xss").rglob("*")
    for path in payloads:
        if path.is_file():
            page = render_markdown(to_markdown(path.read_text("utf-8", "replace")[:8_000])).lower()
            assert "<script" not in page
            assert 'href="javascript:' not in page


def test_markup_that_was_text_stays_text():
    page = render_markdown(to_markdown("<p>&lt;img src=x onerror=alert(1)&gt;</p>"))
    assert "<img" not in page
