"""A path that cannot be read is said to be that, not a report of another kind."""

from __future__ import annotations

import pytest

from wfm.errors import DataError
from wfm.io.comparison import read_comparison
from wfm.io.proofs import read_left_hours


@pytest.mark.parametrize("read", [read_comparison, read_left_hours])
def test_a_folder_given_as_a_report_is_named_as_one(read, tmp_path):
    with pytest.raises(DataError, match="directory") as error:
        read(tmp_path)
    assert error.value.file == str(tmp_path)


def test_a_file_that_is_no_report_is_told_how_to_make_one(tmp_path):
    path = tmp_path / "other.json"
    path.write_text('{"queues": 3}')
    with pytest.raises(DataError, match="wfm simulate --report"):
        read_left_hours(path)
