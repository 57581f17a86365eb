"""wishes.csv."""

from datetime import date

import pytest

from wfm.errors import DataError
from wfm.io.read import read_wishes
from wfm.types import Wish


def test_every_kind_is_read(tmp_path):
    path = tmp_path / "wishes.csv"
    path.write_text(
        "agent,wish,day,value,weight,reason\n"
        "A1,off,2026-11-21,,2,wedding\nA1,early,mon,09:30,,\nA2,Late,Saturday,10,,\nA2,shorter,,6.5,0.5,\nA3,work,sun,,,\n"
    )
    assert read_wishes(path) == (
        Wish("A1", "off", date(2026, 11, 21), None, 2.0, "wedding"),
        Wish("A1", "early", 0, 9.5),
        Wish("A2", "late", 5, 10.0),
        Wish("A2", "shorter", None, 6.5, 0.5),
        Wish("A3", "work", 6),
    )


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("A1,off,soon,,,", "soon"), ("A1,early,mon,,,", "needs an hour"), ("A1,early,mon,nine,,", "nine"),
        ("A1,nap,mon,,,", "nap"), (",off,mon,,,", "no agent"), ("A1,off,mon,,heavy,", "read the weight .heavy."),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_said_with_its_row(tmp_path, line, said):
    path = tmp_path / "wishes.csv"
    path.write_text(f"agent,wish,day,value,weight,reason\nA1,off,mon,,,\n{line}\n")
    with pytest.raises(DataError, match=said) as error:
        read_wishes(path)
    assert error.value.row == 3
