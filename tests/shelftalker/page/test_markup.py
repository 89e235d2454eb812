"""Tests of HTML that is built from elements."""

from shelftalker.page.markup import Markup, concatenate, element


def test_an_element_has_its_attributes_and_its_children_in_order() -> None:
    built = element("p", "one ", element("b", "two"), " three", class_="lead", aria_label="words")

    assert built == '<p class="lead" aria-label="words">one <b>two</b> three</p>'


def test_text_is_escaped_and_markup_is_not_escaped_twice() -> None:
    title = element("bdi", "<img src=x onerror=alert(1)> & 'more'")

    assert title == "<bdi>&lt;img src=x onerror=alert(1)&gt; &amp; &#x27;more&#x27;</bdi>"
    assert element("p", title) == f"<p>{title}</p>"


def test_no_value_ends_its_attribute() -> None:
    assert element("a", "x", href='"><script>') == '<a href="&quot;&gt;&lt;script&gt;">x</a>'


def test_an_attribute_may_be_called_name_and_one_of_none_is_left_out() -> None:
    assert element("button", "x", name="book", value="a", lang=None) == '<button name="book" value="a">x</button>'


def test_an_image_has_no_end() -> None:
    assert element("img", src="a.png", alt="") == '<img src="a.png" alt="">'


def test_joined_pieces_are_markup_of_which_the_texts_are_escaped() -> None:
    pieces = concatenate("a < b ", element("b", "c"))

    assert pieces == "a &lt; b <b>c</b>"
    assert isinstance(pieces, Markup)
