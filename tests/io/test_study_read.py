"""A study read back from the document of its comparison is the study itself."""

from __future__ import annotations

import json
from dataclasses import asdict, replace

import pytest
from study_example import MODELS, ZONE, example

from wfm.errors import DataError
from wfm.io.comparison import comparison_document, read_comparison, write_comparison
from wfm.io.study_read import read_study, study_of


@pytest.fixture(scope="module")
def comparison():
    return example()


def test_every_part_comes_back_from_the_file_as_it_was(comparison, tmp_path):
    write_comparison(comparison, tmp_path / "comparison.json")
    study = read_study(read_comparison(tmp_path / "comparison.json"), ZONE)
    for name in ("offered", "currency", "advice", "gains", "centralisation", "transitions", "curve"):
        assert getattr(study, name) == getattr(comparison, name), name
    assert [s.simulated for s in study.scenarios] == [s.simulated for s in comparison.scenarios]
    assert study.models == tuple(MODELS)


def test_the_business_case_comes_back_to_the_cent(comparison):
    study = study_of(comparison)
    for found, made in zip(study.cases, comparison.cases, strict=True):
        assert (found.facts, found.inputs, found.tornado) == (made.facts, made.inputs, made.tornado)
        for name in ("low", "expected", "high"):
            ours, theirs = getattr(found, name), getattr(made, name)
            assert (ours.npv, ours.payback_month, ours.roi) == (theirs.npv, theirs.payback_month, theirs.roi)
            for a, b in zip(ours.months, theirs.months, strict=True):
                assert asdict(a) == pytest.approx(asdict(b), abs=0.001)


def test_figures_of_scenarios_come_back(comparison):
    study = study_of(comparison)
    for found, made in zip(study.scenarios, comparison.scenarios, strict=True):
        assert found.agents_at_peak == made.agents_at_peak
        assert found.requirement_by == made.requirement_by
        assert found.cross_skilled_share == made.cross_skilled_share
        assert sum(found.intervals.required) / 4 == pytest.approx(made.required_hours)


def test_a_document_without_a_study_is_a_study_without_parts(comparison):
    bare = replace(comparison, gains=(), cases=(), centralisation=None, transitions=(), curve=())
    old = {k: v for k, v in comparison_document(bare).items() if k in {"format", "offered", "currency", "scenarios"}}
    study = read_study(old, ZONE)
    assert (study.advice, study.gains, study.cases, study.centralisation, study.curve) == ((), (), (), None, ())


def test_a_broken_document_names_the_place(comparison):
    document = json.loads(json.dumps(comparison_document(comparison)))
    document["scenarios"][1]["fte_required"] = "many"
    with pytest.raises(DataError, match=r"scenarios\.1\.fte_required"):
        read_study(document, ZONE)
