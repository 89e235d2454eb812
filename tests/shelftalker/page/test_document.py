"""Tests of the page as a whole document."""

import re

from shelftalker.page.assets import asset
from shelftalker.page.document import document
from shelftalker.page.sections import front_section, sentence_section


def test_the_document_names_its_files_by_hash_relative_to_itself() -> None:
    html = document(front_section([]))

    for name in ("icon.svg", "page.css", "answers.js", "type_ahead.js"):
        assert f'"{asset(name).path}"' in html
    assert re.findall(r'(?:href|src|action)="(?!assets/|\./|#answer")', html) == []


def test_no_script_and_no_style_stand_in_the_document() -> None:
    html = document(sentence_section("Gone", "It is."))

    assert re.findall(r"<script(?! type=\"module\" src=)", html) == []
    assert re.findall(r"<style|\sstyle=|\son\w+=|javascript:", html) == []


def test_typed_text_and_notice_are_text() -> None:
    typed, notice = '"><script>alert(1)</script>', "<b>data</b> of $readers"
    html = document(sentence_section("$typed", typed), typed=typed, notice=notice)

    assert "<script>alert" not in html
    assert 'value="&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;"' in html
    assert "<p>&lt;b&gt;data&lt;/b&gt; of $readers</p>" in html
    assert "<title>$typed \u2013 Shelftalker</title>" in html


def test_the_page_may_be_found_and_its_answers_need_not_be() -> None:
    front, answer = document(front_section([])), document(sentence_section("After Dune", "."))

    assert '<meta name="robots" content="index">' in front
    assert "<title>Shelftalker: five books to read next</title>" in front
    assert '<body class="front">' in front
    assert '<meta name="robots" content="noindex">' in answer
    assert '<body class="answered">' in answer
