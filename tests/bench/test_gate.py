from model_build.sample.make_sample import SAMPLE_DIRECTORY
from tests.bench.gate import measure_gate


def test_an_equal_model_is_let_pass_and_one_that_is_worse_by_three_percent_is_refused() -> None:
    figures = measure_gate(SAMPLE_DIRECTORY, weeks=2)
    assert [figure.measured for figure in figures] == ["0 of 2", "2 of 2", "0 of 2", "2 of 2"]
    assert [figure.target for figure in figures] == ["0", "2", "0", "2"]
    assert "largest drop " in figures[0].beside
    assert "smallest drop " in figures[1].beside
