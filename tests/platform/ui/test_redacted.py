"""What was taken out of a text shows as a word, and nothing in the text becomes markup."""

import pytest

from yinuo.platform.ui.tags.redacted import redacted


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("call [phone] now", 'call <span class="redacted">phone number</span> now'),
        ("[card][name]", '<span class="redacted">card number</span><span class="redacted">name</span>'),
        ("<b>[email]", '&lt;b&gt;<span class="redacted">e-mail address</span>'),
        ("[other] [phone", "[other] [phone"),
        ("", ""),
    ],
)
def test_tokens_become_words(text: str, html: str) -> None:
    assert redacted(text) == html
