"""Tests of the protocol from end to end, on a small dataset whose readers follow two tastes."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from itertools import product
from math import inf, isnan
from pathlib import Path

import numpy as np
import pytest

from model_build.datasets.contract import SourceTables
from model_build.datasets.formats.files import DatasetFiles
from model_build.datasets.formats.table_file import DatasetError
from model_build.datasets.joined_sources import join_sources
from model_build.evaluation import evaluate as evaluate_module
from model_build.evaluation import personal
from model_build.evaluation.config import EVALUATION, PROJECT
from model_build.evaluation.evaluate import Protocol, evaluate, evaluate_dataset, methods_beside
from model_build.evaluation.report.task_tables import task_tables
from model_build.evaluation.results import Results, TaskResults
from model_build.evaluation.similar import rankings_of
from model_build.left_out.book_rules import Action, BookRule
from model_build.rank.neighbours import Neighbours, find_neighbours
from model_build.rank.splitting import readers_to_hold_out
from model_build.works.gather import Works, gather_works
from shelftalker.model.catalogue import Catalogue
from shelftalker.recommend.contributions import ShelfEntry
from shelftalker.recommend.reasons import Recommendation
from shelftalker.recommend.recommender import similar_books
from tests.model_build.small_datasets import book, ratings_of, read, write_kaggle
from tests.model_build.source_tables import source_tables


def write_two_tastes(directory: Path, *, readers: int = 150) -> Path:
    """Write sixty books, even and odd ones; a reader likes those of one kind, and reads some of the other."""
    generator = np.random.default_rng(11)
    # Numbers in the titles would make volumes of a series of them.
    titles = [f"{first}{second}" for first, second in product("ABCDEF", "uvwxyzabcd")]
    books = [book(f"{number:02}", title, f"Author{number // 4} X", 1990) for number, title in enumerate(titles)]
    ratings: list[tuple[str, str, int]] = []
    for reader in range(readers):
        kind = reader % 2
        liked = generator.choice(30, size=8, replace=False) * 2 + kind
        read_only = generator.choice(30, size=2, replace=False) * 2 + 1 - kind
        ratings += [(f"r{reader}", f"{number:02}", 9) for number in liked]
        ratings += [(f"r{reader}", f"{number:02}", int(generator.integers(0, 6))) for number in read_only]
    return write_kaggle(directory, books, ratings)


def signals(works: Works) -> Iterator[tuple[str, Neighbours]]:
    """Yield the ranking by all signals, and the same with the worst first."""
    neighbours = find_neighbours(works)
    yield "all of them", neighbours
    lists = np.split(neighbours.works, neighbours.starts[1:-1])
    yield "worst first", replace(neighbours, works=np.concatenate([others[::-1] for others in lists]))


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> DatasetFiles:
    return DatasetFiles.found_in(write_two_tastes(tmp_path_factory.mktemp("data") / "two-tastes"))


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("evaluation") / "model"


@pytest.fixture(scope="module")
def results(files: DatasetFiles, model: Path) -> Results:
    return evaluate(files, seed=3, folder=model, signals=signals)


@pytest.fixture(params=["similar", "personal"])
def task(results: Results, request: pytest.FixtureRequest) -> TaskResults:
    task_results = getattr(results, request.param)
    assert isinstance(task_results, TaskResults)
    return task_results


def test_every_method_is_measured_in_both_tasks_the_projects_first(task: TaskResults) -> None:
    names = [method.name for method in task.methods]
    assert names[0] == PROJECT
    assert set(names[1:]) == {method.name for method in methods_beside(60, 3)[0]}
    values = [method.ndcg_at_10.value for method in task.methods[1:]]
    assert values == sorted(values, reverse=True)
    assert not task.left_out


def test_every_reader_liked_eight_books_and_each_of_them_is_a_question(results: Results) -> None:
    assert results.dataset == "two-tastes"
    assert results.counts["held-out readers"] == 30
    assert (results.similar.readers, results.similar.queries) == (30, 240)
    assert (results.personal.readers, results.personal.queries) == (30, 30 * EVALUATION.hidings)
    assert results.counts["training ratings"] + results.counts["held-out ratings"] == results.counts["ratings"] == 1500


def test_methods_that_use_the_tastes_are_better_than_popularity(task: TaskResults) -> None:
    scores = {method.name: method for method in task.methods}
    for name in (PROJECT, "EASE", "implicit: BM25", "implicit: ALS"):
        assert scores[name].ndcg_at_10.value > 1.3 * scores["Popularity"].ndcg_at_10.value
    assert scores["Pivot-table cosine"].ndcg_at_10.value == 0
    assert scores["Pivot-table cosine"].answered == 0
    assert isnan(scores["Pivot-table cosine"].median_popularity)


def test_figures_stand_within_their_intervals_and_shares_between_0_and_1(task: TaskResults) -> None:
    for method in (*task.methods, *task.ablation):
        for figure in (method.ndcg_at_10, method.hit_at_5, method.ndcg_at_10_shown, method.hit_at_5_shown):
            assert 0 <= figure.low <= figure.value <= figure.high <= 1
        assert 0 <= method.answered <= 1
        assert 0 <= method.coverage_at_5 <= 1
        assert method.seconds >= 0
    assert all(method.answered == 1 for method in task.methods if method.name in {PROJECT, "Popularity"})


def test_exposure_stands_beside_every_figure(task: TaskResults) -> None:
    for method in task.methods:
        assert method.exposure_shown.coverage_at_5 == method.coverage_at_5
        for exposure in (method.exposure_plain, method.exposure_shown):
            if method.name != "Pivot-table cosine":
                assert 0 < exposure.five_most_shown <= 1
                assert exposure.five_most_shown >= 5 / 60 / exposure.coverage_at_5
    most = {method.name: method.exposure_plain.most_shown for method in task.methods}
    assert most["Popularity"] == max(share for share in most.values() if not isnan(share))


def test_groups_of_questions_are_measured_and_lead_by_themselves(task: TaskResults) -> None:
    ours = task.methods[0]
    assert sum(group.queries for group in ours.groups) == task.queries
    for lead, other in zip(task.leads, task.methods[1:], strict=True):
        for mine, theirs, difference in zip(ours.groups, other.groups, lead.groups, strict=True):
            assert mine.name == theirs.name == difference.name
            assert difference.ndcg_at_10.value == pytest.approx(mine.ndcg_at_10.value - theirs.ndcg_at_10.value)
            assert difference.ndcg_at_10.low <= difference.ndcg_at_10.value <= difference.ndcg_at_10.high


def test_ease_is_measured_at_every_lambda_for_readers_and_for_readers_alone(results: Results) -> None:
    lambdas = results.personal.grid["EASE"]["lambda"]
    assert [variant.settings["lambda"] for variant in results.personal.variants] == list(lambdas)
    assert 30.0 in lambdas
    chosen = next(method for method in results.personal.methods if method.name == "EASE")
    same = next(
        variant for variant in results.personal.variants if variant.settings == {**chosen.settings, "works": 60}
    )
    assert same.ndcg_at_10 == chosen.ndcg_at_10
    for lead, variant in zip(results.personal.variant_leads, results.personal.variants, strict=True):
        assert lead.over == variant.name
        assert lead.ndcg_at_10.value == pytest.approx(
            results.personal.methods[0].ndcg_at_10.value - variant.ndcg_at_10.value
        )
    assert not results.similar.variants


def test_leads_are_the_differences_from_the_projects_model(task: TaskResults) -> None:
    ours = task.methods[0].ndcg_at_10.value
    assert [lead.over for lead in task.leads] == [method.name for method in task.methods[1:]]
    for lead, other in zip(task.leads, task.methods[1:], strict=True):
        theirs = other.ndcg_at_10.value
        assert lead.ndcg_at_10.value == pytest.approx(ours - theirs)
        assert lead.ratio == (pytest.approx(ours / theirs) if theirs else inf)


def test_settings_are_values_of_the_reported_grid(task: TaskResults) -> None:
    for method in task.methods[1:]:
        assert set(method.settings) == set(task.grid.get(method.name, {}))
        for name, value in method.settings.items():
            assert value in task.grid[method.name][name]


def test_popularity_covers_six_books_at_most(results: Results) -> None:
    scores = {method.name: method for method in results.similar.methods}
    assert scores["Popularity"].coverage_at_5 <= 7 / 60
    assert scores[PROJECT].coverage_at_5 > 0.5


def test_the_signals_of_the_ablation_are_scored_as_the_methods_are(results: Results) -> None:
    together, alone = results.similar.ablation
    assert (together.name, alone.name) == ("all of them", "worst first")
    assert together.ndcg_at_10 == results.similar.methods[0].ndcg_at_10
    assert together.exposure_plain == results.similar.methods[0].exposure_plain
    assert alone.ndcg_at_10.value < together.ndcg_at_10.low
    assert not results.personal.ablation


def test_the_model_is_left_in_the_folder_and_its_rows_are_those_of_the_rankings(
    results: Results, files: DatasetFiles, model: Path, tmp_path: Path
) -> None:
    catalogue = Catalogue.open(model)
    protocol = Protocol.of(read(write_two_tastes(tmp_path / "again")), tmp_path / "model", 3)
    try:
        assert [book.title for book in catalogue.all_books()] == protocol.works.books["title"].tolist()
        readers = [book.ratings_count for book in catalogue.all_books()]
        assert sum(readers) <= results.counts["training ratings"]
        rankings = rankings_of(find_neighbours(protocol.works))
        for query in catalogue.all_books():
            neighbours = [neighbour.book_row - 1 for neighbour in catalogue.neighbours(query.book_row)]
            neighbours = neighbours[: EVALUATION.ranked_works]
            assert rankings[query.book_row - 1, : len(neighbours)].tolist() == neighbours
            assert len(similar_books(catalogue, query)) == 5
    finally:
        catalogue.close()
        protocol.catalogue.close()


def test_the_projects_model_gets_the_shelf_without_the_hidden_likes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shelves: list[list[ShelfEntry]] = []

    def record(_: Catalogue, shelf: list[ShelfEntry], limit: int) -> list[Recommendation]:
        assert limit == 10
        shelves.append(shelf)
        return []

    monkeypatch.setattr(personal, "rank_for_reader", record)
    dataset = read(write_two_tastes(tmp_path / "data"))
    rating_of = {(reader, edition): rating for reader, edition, rating in ratings_of(dataset)}
    protocol = Protocol.of(dataset, tmp_path / "model", 3)
    protocol.personal.score_project(protocol.catalogue, PROJECT, 0)
    edition_of = {book_row: source_id for source_id, book_row, _ in protocol.catalogue.editions()}
    protocol.catalogue.close()
    full = gather_works(dataset)
    held_out = readers_to_hold_out(full.ratings, 3).tolist()
    for reader, shelf in zip(held_out * EVALUATION.hidings, shelves, strict=True):
        known = {edition_of[entry.book_row]: entry.stars for entry in shelf}
        rated = {edition: rating for (name, edition), rating in rating_of.items() if name == f"r{reader}"}
        # Two of eight likes are hidden.
        assert len(known) == len(rated) - 2 == 8
        assert all((stars or 0) == rated[edition] for edition, stars in known.items())
        assert {rated[edition] for edition in rated.keys() - known.keys()} == {9}
    assert None in {entry.stars for shelf in shelves for entry in shelf}
    assert not any(entry.dismissed for shelf in shelves for entry in shelf)


def test_books_that_a_build_leaves_out_are_no_answers(tmp_path: Path) -> None:
    dataset = read(write_two_tastes(tmp_path / "data"))
    tags = dataset.editions["tags"].copy()
    tags.iloc[0] = ("Erotica",)
    tagged = replace(dataset, editions=dataset.editions.assign(tags=tags))
    protocol = Protocol.of(tagged, tmp_path / "model", 3)
    protocol.catalogue.close()
    source_ids = dataset.editions["source_id"].tolist()
    assert protocol.dataset.editions["source_id"].tolist() == source_ids[1:]
    assert protocol.counts["works"] == len(source_ids) - 1
    first, second = dataset.editions[["title", "author"]].head(2).to_numpy().tolist()
    rules = [BookRule(2, Action.ALLOW, "", *first), BookRule(3, Action.BLOCK, "", *second)]
    protocol = Protocol.of(tagged, tmp_path / "by_rules", 3, rules)
    with closing(protocol.catalogue) as catalogue:
        titles = {book.title for book in catalogue.all_books()}
    assert first[0] in titles
    assert second[0] not in titles


def test_the_same_seed_gives_the_same_figures_and_another_seed_others(
    files: DatasetFiles, results: Results, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Without the argument, the signals are the build's own.
    monkeypatch.setattr("model_build.rank.neighbours.rank_by_each_signal", signals)
    again, other = (evaluate(files, seed=seed) for seed in (3, 4))
    assert [signal.ndcg_at_10 for signal in again.similar.ablation] == [
        signal.ndcg_at_10 for signal in results.similar.ablation
    ]
    assert [method.ndcg_at_10 for method in again.personal.methods] == [
        method.ndcg_at_10 for method in results.personal.methods
    ]
    assert [method.settings for method in again.similar.methods] == [
        method.settings for method in results.similar.methods
    ]
    assert other.similar.methods[0].ndcg_at_10 != results.similar.methods[0].ndcg_at_10


@pytest.mark.parametrize("name", ["EASE", "EDLAE"])
def test_linear_models_are_left_out_with_a_reason_where_they_do_not_fit(name: str) -> None:
    methods, left_out = methods_beside(271_000, seed=1)
    assert name not in {method.name for method in methods}
    assert "271,000 x 271,000" in left_out[name]
    assert "4 GiB" in left_out[name]


def test_a_dataset_with_too_few_readers_is_refused_before_anything_is_built(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        pytest.fail("a model is built")

    monkeypatch.setattr(evaluate_module, "build_from", refuse)
    files = DatasetFiles.found_in(write_two_tastes(tmp_path, readers=40))
    with pytest.raises(DatasetError, match="is 8, and at least 10 are needed"):
        evaluate(files, signals=lambda _: [])


def two_tastes_lent(name: str, *, readers: int, rating: int | None) -> SourceTables:
    """Return a source with sixty books of two kinds; each reader likes eight of one kind, by a rating or by a loan."""
    generator = np.random.default_rng(readers)
    books = [(f"{number}", f"{first}{second}", f"Author{number // 4} X")
             for number, (first, second) in enumerate(product("ABCDEF", "uvwxyzabcd"))]  # fmt: skip
    ratings = [
        (f"r{reader}", f"{number}", rating)
        for reader in range(readers)
        for number in (generator.choice(30, size=8, replace=False) * 2 + reader % 2).tolist()
    ]
    return source_tables(books, ratings, name=name, rating_scale=10 if rating else None)


@pytest.fixture(scope="module")
def of_sources(tmp_path_factory: pytest.TempPathFactory) -> Results:
    lent = two_tastes_lent("lent", readers=150, rating=None)
    rated = two_tastes_lent("rated", readers=100, rating=9)
    return evaluate_dataset(
        join_sources([lent, rated]), "both", 3, tmp_path_factory.mktemp("both") / "model", signals=lambda _: ()
    )


def test_the_readers_of_each_source_are_measured_by_themselves(of_sources: Results) -> None:
    assert of_sources.counts["works"] == 60
    for task_results in (of_sources.similar, of_sources.personal):
        for method in task_results.methods:
            lent, rated = method.sources
            assert (lent.name, rated.name) == ("lent", "rated")
            assert lent.readers + rated.readers == task_results.readers == 50
            mean = (lent.readers * lent.ndcg_at_10.value + rated.readers * rated.ndcg_at_10.value) / 50
            assert mean == pytest.approx(method.ndcg_at_10.value)
        for lead in task_results.leads:
            assert [group.name for group in lead.sources] == ["lent", "rated"]


def test_loans_are_evaluated_like_ratings(tmp_path: Path) -> None:
    dataset = join_sources([two_tastes_lent("lent", readers=150, rating=None)])
    results = evaluate_dataset(dataset, "lent", 3, tmp_path / "model", signals=lambda _: ())
    assert results.counts["liked"] == results.counts["ratings"] == 150 * 8
    for task_results in (results.similar, results.personal):
        scores = {method.name: method for method in task_results.methods}
        assert scores[PROJECT].ndcg_at_10.value > 1.3 * scores["Popularity"].ndcg_at_10.value
        assert scores[PROJECT].sources == ()


def test_the_report_has_a_table_by_source(of_sources: Results) -> None:
    html = task_tables("After a book", "ratings", of_sources.similar)
    assert "nDCG@10 by the source of the reader" in html
    assert "how far ahead in nDCG@10 by the source of the reader" in html
    assert f"lent: {of_sources.similar.methods[0].sources[0].queries:,} asked" in html
