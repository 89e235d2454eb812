"""End-to-end stories in a browser with the real functions: from a misspelt title to deleted data."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.infra.local.demo_process import running_demo
from tests.infra.local.person_at_page import (
    choose,
    choose_first_stars,
    choose_stars,
    messages,
    newest,
    open_page,
    propose,
    say,
    vote,
)


@pytest.fixture(scope="module")
def demo_address(sample_model: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Yield the address of a running demo's page; its model has been built before."""
    directory = tmp_path_factory.mktemp("demo")
    shutil.copytree(sample_model, directory / "models" / sample_model.name)
    with running_demo(directory) as demo:
        yield demo.address


def test_a_reader_finds_a_book_rates_shares_and_leaves_no_trace(browser: Browser, demo_address: str) -> None:
    page = open_page(browser, demo_address, "amina")

    # A misspelt title, and the click on the intended one.
    say(page, "/recommend the three")
    message = newest(page, "Did you mean one of these?")
    message.get_by_role("button", name="Choose The Three Musketeers").click()
    expect(message).to_contain_text("If you liked The Three Musketeers")

    # Three ratings, each of which replaces its book in the message and no other.
    for number, words in enumerate(("five stars", "four stars", "two stars"), start=1):
        choose_stars(page, message, number, words)
        expect(message).to_contain_text(re.compile(rf"You gave .+ \({words}\)"))
        expect(message.get_by_role("button", name="Undo")).to_have_count(number)

    # Three clicks later the command alone is personal.
    say(page, "/recommend")
    own = newest(page, "For you, from your shelf:")
    expect(own).to_contain_text(re.compile(r"Because you gave .+ five stars"))

    # A shared answer is seen by all, with the name of the sharer and without reasons from the shelf.
    jonas = open_page(browser, demo_address, "jonas")
    own.get_by_role("button", name="Share these books with the channel").click()
    expect(own).to_contain_text("Shared with the channel.")
    shared = newest(jonas, "@Amina Diallo shares books to read next:")
    expect(shared).not_to_contain_text("Because you gave")
    expect(messages(jonas)).to_have_count(1)
    choose(jonas, shared, "menu_like", r"^1\. ")
    expect(messages(jonas).last).to_contain_text("If you liked")
    expect(messages(jonas).last).to_contain_text("Only visible to you")

    # Home has the shelf; a book that is put on the list is there at once.
    choose(page, own, "menu_want", "^1\\. ")
    expect(own.locator(".section").nth(1)).to_contain_text("✓ On your list")
    page.locator("#apps").get_by_role("button", name="Shelftalker").click()
    home = page.get_by_role("main")
    expect(home.get_by_role("button", name="Rated, three books, shown now")).to_be_visible()
    # A book that is removed from the shelf comes back to it, with its stars.
    removed = home.get_by_role("combobox", name="Change").nth(1)
    removed.click()
    page.locator("[role=listbox]:visible").get_by_role("option", name="Remove from my shelf").click()
    expect(home).to_contain_text("is off your shelf.")
    expect(home.get_by_role("button", name="Rated, two books, shown now")).to_be_visible()
    home.get_by_role("button", name="Undo").click()
    expect(home).to_contain_text(re.compile("Undone: .+ has your .+ stars again."))
    expect(home.get_by_role("button", name="Rated, three books, shown now")).to_be_visible()
    home.get_by_role("button", name="Show want to read, one book").click()
    expect(home).to_contain_text("Want to read: one book")

    # Deletion asks for one confirmation, deletes everything and reports it.
    home.get_by_role("button", name="Delete my data").click()
    page.get_by_role("dialog").get_by_role("button", name="Delete everything").click()
    expect(home).to_contain_text("I deleted all that I kept of you: four books and your preferences.")
    expect(home.get_by_role("button", name="Rated, no books, shown now")).to_be_visible()
    expect(home).to_contain_text("Which of these do you know?")


def test_a_new_reader_rates_and_skips_well_known_books_until_their_own_five_come(
    browser: Browser, demo_address: str
) -> None:
    page = open_page(browser, demo_address, "priya")
    page.locator("#apps").get_by_role("button", name="Shelftalker").click()
    home = page.get_by_role("main")
    rows = home.locator(".section:has([data-action=first_stars])")
    expect(rows).to_have_count(10)
    expect(home).to_contain_text("Rate three books that you know, and I recommend by your taste.")
    first = rows.first.inner_text()

    # None of the first ten is known: ten others come.
    home.get_by_role("button", name="Save my stars, and show other books").click()
    expect(rows.first).not_to_contain_text(first.splitlines()[0])

    # One is rated, one was a mistake; eight others come in place of those left alone.
    choose_first_stars(page, home, 1, "five stars")
    choose_first_stars(page, home, 4, "one star")
    choose_first_stars(page, home, 4, "Skip it")
    home.get_by_role("button", name="Save my stars", exact=True).click()
    expect(home).to_contain_text("✓ One saved. Rate two more, and I recommend by your taste.")
    expect(home.get_by_role("button", name="Rated, one book, shown now")).to_be_visible()

    # Two more, and the reader's own five are there.
    choose_first_stars(page, home, 1, "four stars")
    choose_first_stars(page, home, 2, "two stars")
    home.get_by_role("button", name="Save my stars", exact=True).click()
    expect(home).to_contain_text("From here on I recommend by your taste.")
    expect(home).to_contain_text("For you, from your shelf:")
    expect(rows).to_have_count(0)
    expect(home.get_by_role("button", name="Rated, three books, shown now")).to_be_visible()


def test_a_reader_goes_back_step_by_step_and_takes_a_rating_back(browser: Browser, demo_address: str) -> None:
    page = open_page(browser, demo_address, "jonas")
    say(page, "/recommend the three")
    message = newest(page, "Did you mean one of these?")
    message.get_by_role("button", name="Choose The Three Musketeers").click()
    expect(message).to_contain_text("If you liked The Three Musketeers")
    choose(page, message, "menu_like", r"^1\. ")
    expect(message).not_to_contain_text("If you liked The Three Musketeers")
    message.get_by_role("button", name=re.compile("^Back to The Three Musketeers")).click()
    expect(message).to_contain_text("If you liked The Three Musketeers")
    message.get_by_role("button", name="Back to the suggestions").click()
    expect(message).to_contain_text("Did you mean one of these?")
    message.get_by_role("button", name="Choose The Three Musketeers").click()
    first = message.locator(".section").nth(1)
    expect(first).to_contain_text("1. ")
    before = first.text_content() or ""
    choose_stars(page, message, 1, "five stars")
    expect(message).to_contain_text(re.compile(r"You gave .+ \(five stars\)"))
    message.get_by_role("button", name="Undo").click()
    expect(message).not_to_contain_text("You gave")
    expect(first).to_have_text(before)

    # One book alone, with a word of one's own, is seen by all.
    message.get_by_role("button", name="Share one of these books with the channel").click()
    window = page.get_by_role("dialog", name="Share one book")
    window.get_by_label("A word of your own").fill("Read it aloud")
    window.get_by_role("button", name="Share", exact=True).click()
    expect(window).to_be_hidden()
    shared = newest(open_page(browser, demo_address, "amina"), "@Jonas Lind shares a book:")
    expect(shared).to_contain_text("Read it aloud")
    expect(shared.get_by_role("button", name=re.compile("^Want to read"))).to_have_count(1)


def test_a_search_from_home_offers_titles_and_answers_there(browser: Browser, demo_address: str) -> None:
    page = open_page(browser, demo_address, "priya")
    page.locator("#apps").get_by_role("button", name="Shelftalker").click()
    home = page.get_by_role("main")
    home.get_by_role("button", name="Find a book").click()
    window = page.get_by_role("dialog", name="Find a book")
    window.get_by_role("combobox").press_sequentially("hobb")
    page.get_by_role("option", name=re.compile("^The Hobbit")).click()
    window.get_by_role("button", name="Recommend").click()
    expect(window).to_be_hidden()
    expect(home).to_contain_text("If you liked The Hobbit")


def test_a_book_that_someone_mentioned_is_found_from_the_message(browser: Browser, demo_address: str) -> None:
    page = open_page(browser, demo_address, "priya")
    say(page, "I am in the middle of Pride and Prejudice, lovely")
    message = newest(page, "lovely")
    message.hover()
    message.get_by_role("button", name="More actions").click()
    page.get_by_role("menuitem", name=re.compile("Books like this one")).click()
    expect(messages(page).last).to_contain_text("If you liked Pride and Prejudice, read next:")


def test_a_reader_imports_a_library_exports_it_and_takes_it_back_as_a_whole(
    browser: Browser, demo_address: str, tmp_path: Path
) -> None:
    page = open_page(browser, demo_address, "jonas")
    page.locator("#apps").get_by_role("button", name="Shelftalker").click()
    home = page.get_by_role("main")
    home.get_by_role("button", name="Import my library").click()

    # Pasted rows are looked up at once, and nothing of them is on the shelf yet.
    window = page.get_by_role("dialog", name="Import my library")
    rows = ("Title,Author,ISBN,My Rating,Exclusive Shelf", "Dracula,Bram Stoker,,5,read", "Emma,Jane Austen,,0,to-read",
            "A Book Unheard Of,Nobody Known,,4,read")  # fmt: skip
    window.get_by_role("textbox").fill("\n".join(rows))
    window.get_by_role("button", name="Look for my books").click()
    expect(window).to_contain_text("New for your shelf: 1 with stars, 1 to read")
    expect(window.get_by_role("button", name="Search for A Book Unheard Of by Nobody Known")).to_be_visible()
    expect(home).to_contain_text("Nothing comes to your shelf before you choose Keep these.")

    # The queue keeps them, and Home shows it without being opened again.
    window.get_by_role("button", name="Keep these").click()
    expect(window).to_contain_text("two books came to your shelf")
    window.get_by_role("button", name="Close").first.click()
    expect(home).to_contain_text("two books came to your shelf")
    expect(home.get_by_role("button", name="Rated, one book, shown now")).to_be_visible()
    expect(home.get_by_role("button", name="Show want to read, one book")).to_be_visible()

    # The app has written that, and sends the shelf as a file.
    home.get_by_role("button", name="Export for Goodreads").click()
    window = page.get_by_role("dialog", name="For Goodreads")
    expect(window).to_contain_text("The file is in the Messages tab")
    window.get_by_role("button", name="Done").click()
    home.get_by_role("button", name="Messages").click()
    expect(messages(page).first).to_contain_text("two books came to your shelf")
    expect(messages(page).last).to_contain_text("Your shelf, two books, in the form of Goodreads' export.")
    with page.expect_download() as saving:
        messages(page).last.get_by_role("link", name="shelftalker_books.csv").click()
    exported = tmp_path / "shelftalker_books.csv"
    saving.value.save_as(exported)
    page.get_by_role("main").get_by_role("button", name="Home").click()

    # What was exported is imported again, as a file: all of it is there.
    home.get_by_role("button", name="Import my library").click()
    window = page.get_by_role("dialog", name="Import my library")
    window.get_by_label("The export's file").set_input_files(exported)
    expect(window).to_contain_text("shelftalker_books.csv, 1 kB")
    window.get_by_role("button", name="Look for my books").click()
    expect(window).to_contain_text("2 on your shelf already, and stay as they are there")
    window.get_by_role("button", name="Discard").click()
    # The window gets shorter, and its button moves: a click before that may miss it.
    expect(window).to_contain_text("Discarded. Your shelf is as it was.")
    window.get_by_role("button", name="Close").first.click()

    home.get_by_role("button", name="Undo the import").click()
    expect(home).to_contain_text("Undone: two books as before the import.")
    expect(home.get_by_role("button", name="Rated, no books, shown now")).to_be_visible()
    page.context.close()


def test_a_channel_chooses_its_next_book_by_a_vote_of_two_rounds(browser: Browser, demo_address: str) -> None:
    pages = {user: open_page(browser, demo_address, user) for user in ("kenji", "lucia", "noor", "tane")}
    kenji, lucia = pages["kenji"], pages["lucia"]
    for page, title in ((kenji, "The Hobbit"), (lucia, "Foundation")):
        say(page, f"/recommend {title}")
        five = newest(page, f"If you liked {title}")
        for number in (1, 2, 3):
            choose_stars(page, five, number, "five stars")
            expect(five.get_by_role("button", name="Undo")).to_have_count(number)

    # Kenji opens the club for all; two count themselves in, and two propose a book each.
    say(kenji, "/recommend club")
    ts = newest(kenji, "Kenji Watanabe 渡辺健二 is looking for the next book").get_attribute("data-ts")
    poll = {user: page.locator(f'[data-ts="{ts}"]') for user, page in pages.items()}
    for user, counted_in in (("kenji", "1 person is counted in"), ("lucia", "2 people are counted in")):
        poll[user].get_by_role("button", name="Count me in").click()
        expect(poll["tane"]).to_contain_text(counted_in)
    for user, title in (("lucia", "Dune"), ("noor", "Emma")):
        propose(pages[user], poll[user], title)
    expect(poll["tane"]).to_contain_text("Proposed by @Noor Haddad نور حداد")
    poll["kenji"].get_by_role("button", name="Suggest from our shelves").click()
    expect(poll["tane"]).to_contain_text(re.compile("From your shelves: fits [12] of 2"))

    # Everyone has one vote, and Noor changes hers, so that two books have as many.
    poll["kenji"].get_by_role("button", name="Start the vote").click()
    for user, title in (("kenji", "Dune"), ("tane", "Dune"), ("lucia", "Emma"), ("noor", "Dune"), ("noor", "Emma")):
        vote(pages[user], poll[user], title)
    expect(poll["tane"]).to_contain_text("4 people have voted.")
    poll["lucia"].get_by_role("button", name="Close the vote").click()
    lucia.get_by_role("dialog").get_by_role("button", name="Close it").click()
    expect(messages(lucia).last).to_contain_text("@Kenji Watanabe 渡辺健二 opened this poll, and can close the vote.")
    close_vote(kenji, poll["kenji"])
    for user in pages:
        expect(poll[user]).to_contain_text("had 2 votes each. This second round decides between them")

    # In the second round Noor deletes her data, and her vote goes with them.
    for user, title in (("kenji", "Dune"), ("lucia", "Emma"), ("noor", "Emma")):
        vote(pages[user], poll[user], title)
    pages["noor"].locator("#apps").get_by_role("button", name="Shelftalker").click()
    home = pages["noor"].get_by_role("main")
    home.get_by_role("button", name="Delete my data").click()
    pages["noor"].get_by_role("dialog").get_by_role("button", name="Delete everything").click()
    expect(home).to_contain_text("I deleted all that I kept of you")
    vote(pages["tane"], poll["tane"], "Dune")
    expect(poll["lucia"]).to_contain_text("3 people have voted.")
    close_vote(kenji, poll["kenji"])
    for user in ("kenji", "lucia", "tane"):
        expect(poll[user]).to_contain_text(re.compile("The next book is Dune .*by Frank Herbert, with 2 of 3 votes."))

    # The winner goes on the list of whoever wants to read it, and on nobody else's.
    poll["lucia"].get_by_role("button", name="Want to read").click()
    expect(messages(lucia).last).to_contain_text("Only visible to you")
    for user, books in (("lucia", "one book"), ("tane", "no books")):
        pages[user].locator("#apps").get_by_role("button", name="Shelftalker").click()
        expect(pages[user].get_by_role("button", name=f"Show want to read, {books}")).to_be_visible()
    for page in pages.values():
        page.context.close()


def close_vote(page: Page, poll: Locator) -> None:
    poll.get_by_role("button", name="Close the vote").click()
    page.get_by_role("dialog").get_by_role("button", name="Close it").click()
