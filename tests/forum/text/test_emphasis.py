import pytest

from forum.text.markdown import render


def inner(source: str) -> str:
    html = render(source).html
    return html[html.index(">") + 1 :].removesuffix("</p>\n")


@pytest.mark.parametrize(
    ("source", "html"),
    [
        ("这是**“重要”**内容", "这是<strong>“重要”</strong>内容"),
        ("**重要**，但是", "<strong>重要</strong>，但是"),
        ("他说：**“好。”**然后走了", "他说：<strong>“好。”</strong>然后走了"),
        ("用*（斜体）*表示", "用<em>（斜体）</em>表示"),
        ("~~“旧”~~新", "<s>“旧”</s>新"),
        ("これは**「強調」**です", "これは<strong>「強調」</strong>です"),
        ("**重要。**次に", "<strong>重要。</strong>次に"),
        ("ハイパーテキスト**（HTML）**は", "ハイパーテキスト<strong>（HTML）</strong>は"),
        ("**[リンク](/t/1)**は", None),
        ("**마크다운(Markdown)**은", "<strong>마크다운(Markdown)</strong>은"),
        ("이것은 **‘강조’**입니다", "이것은 <strong>‘강조’</strong>입니다"),
        ("นี่คือ**“สำคัญ”**มาก", "นี่คือ<strong>“สำคัญ”</strong>มาก"),
        ("នេះ**«សំខាន់»**ណាស់", "នេះ<strong>«សំខាន់»</strong>ណាស់"),
        ("ဒါက**“အရေးကြီး”**တယ်", "ဒါက<strong>“အရေးကြီး”</strong>တယ်"),
        ("***“重要”***内容", "<em><strong>“重要”</strong></em>内容"),
    ],
)
def test_emphasis_opens_and_closes_without_spaces(source: str, html: str | None) -> None:
    if html is None:
        assert inner(source).startswith('<strong><a href="/t/1"')
        assert inner(source).endswith("</strong>は")
    else:
        assert inner(source) == html


@pytest.mark.parametrize(
    ("source", "html"),
    [
        (
            "*a* **b** _c_ __d__ ~~e~~",
            "<em>a</em> <strong>b</strong> <em>c</em> <strong>d</strong> <s>e</s>",
        ),
        ("a*b*c", "a<em>b</em>c"),
        ("a_b_c", "a_b_c"),
        ('a**"b"**c', 'a**"b"**c'),
        ("a * b * c", "a * b * c"),
        ("2*3*4 and 5 * 6", "2<em>3</em>4 and 5 * 6"),
        ("**a *b* c**", "<strong>a <em>b</em> c</strong>"),
        ("*(**a**)*", "<em>(<strong>a</strong>)</em>"),
        ("**a**b **«c»** d", "<strong>a</strong>b <strong>«c»</strong> d"),
        ("привет**«мир»**всем", "привет**«мир»**всем"),
        ("中文_a_中文", "中文_a_中文"),
        ("a ****", "a ****"),
    ],
)
def test_other_scripts_are_read_as_commonmark_says(source: str, html: str) -> None:
    assert inner(source) == html


@pytest.mark.parametrize(
    ("source", "html"),
    [
        ("第一行\n第二行", "第一行第二行"),
        ("終わり。\n次の行", "終わり。次の行"),
        ("中文\nEnglish\n中文", "中文\nEnglish\n中文"),
        ("한국어\n한국어", "한국어\n한국어"),
        ("a\nb", "a\nb"),
        ("中文  \n中文", "中文<br>\n中文"),
        ("中文`a`\n中文", '中文<code dir="auto" translate="no">a</code>\n中文'),
    ],
)
def test_a_line_break_inside_a_chinese_or_japanese_sentence_is_no_space(
    source: str, html: str
) -> None:
    assert inner(source) == html
