"""The papers of the package yuncheng-2024-10: which are asked for, when, and which prove a key condition."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from ycdesk.calculation import PolicyPackage, load_package, read_case
from ycdesk.calculation.facts import form_of
from ycdesk.calculation.rules import KIND_LABELS, Paper
from ycdesk.paths import resources

KEY_PAPERS = {
    "exhibition": {"photos", "payment", "remittance", "no_provincial_support"},
    "demo_park": {"customs_data", "tenant_list", "area_proof", "recognition"},
    "demo_enterprise": {"recognition"},
    "air_cargo": {"flight_certificate"},
    "certification": {"certificate", "invoice"},
    "talent_training": {"labour_contracts", "social_insurance"},
    "talent_platform": {"invoice", "payment", "decision"},
    "store_global": {"shop_owner", "sales_data"},
    "independent_site": {"domain_holder", "sales_data"},
    "overseas_warehouse": {"area_proof", "use_proof", "payment"},
    "public_overseas_warehouse": {"recognition"},
    "leading_enterprise": {"minutes"},
    "support_service": {"payment"},
    "credit_insurance": {"payment", "provincial_result"},
    "special_matter": {"minutes"},
}


@pytest.fixture(scope="module")
def package() -> PolicyPackage:
    return load_package(resources() / "policy" / "yuncheng-2024-10")


def all_papers(package: PolicyPackage) -> list[Paper]:
    return [*package.common_papers, *(paper for rules in package.measures.values() for paper in rules.papers)]


@pytest.mark.parametrize("measure", KEY_PAPERS)
def test_conditions_of_papers_are_on_facts_of_the_form(package: PolicyPackage, measure: str) -> None:
    form = form_of(measure)
    facts = {spec.name for spec in form.header} | {"applicant.kind"}
    if form.table is not None:
        facts |= {f"{form.table.name}[].{spec.name}" for spec in form.table.columns}
    used = {paper.when.fact for paper in package.measures[measure].papers if paper.when is not None}
    assert used <= facts


def test_common_papers_depend_on_the_kind_of_applicant_alone(package: PolicyPackage) -> None:
    conditions = [paper.when for paper in package.common_papers if paper.when is not None]
    assert {when.fact for when in conditions} == {"applicant.kind"}
    assert {kind for when in conditions for kind in (when.is_in or when.not_in or ())} == set(KIND_LABELS)


def test_each_measure_begins_with_its_application_form(package: PolicyPackage) -> None:
    for rules in package.measures.values():
        first = rules.papers[0]
        assert (first.id, first.need) == ("application", "always")
        assert "original" in first.marks
        assert "stamp" in first.marks


def test_a_paper_is_an_original_or_a_copy(package: PolicyPackage) -> None:
    for paper in all_papers(package):
        assert len({"original", "copy"} & set(paper.marks)) == 1, paper.id
        assert len(set(paper.marks)) == len(paper.marks), paper.id
        assert "verify" not in paper.marks or "copy" in paper.marks, paper.id


def test_each_key_condition_has_a_paper_whose_original_is_seen(package: PolicyPackage) -> None:
    found = {rules.id: {paper.id for paper in rules.papers if paper.key} for rules in package.measures.values()}
    assert found == KEY_PAPERS
    for rules in package.measures.values():
        for paper in rules.papers:
            assert not paper.key or {"original", "verify"} & set(paper.marks), (rules.id, paper.id)


def required_papers(package: PolicyPackage, data: Mapping[str, object]) -> set[str]:
    return {paper.id for paper in package.papers_for(read_case(data, package)) if paper.required}


ALWAYS_FOR_AN_EXHIBITOR = {
    "business_licence",
    "application_report",
    "legal_representative_id",
    "promise",
    "bank_account",
    "contents",
    "application",
    "booth_contract",
    "booth_invoice",
    "payment",
    "photos",
    "no_provincial_support",
}


@pytest.mark.parametrize(
    ("facts", "more"),
    [
        ({}, set()),
        ({"country": "CN", "tier": "general", "booths": [{"fee": "1000"}]}, set()),
        ({"country": "CN", "tier": "key"}, {"catalogue"}),
        ({"country": "VN", "tier": "general"}, {"passport", "translation"}),
        ({"country": "CN", "booths": [{"fee": "1"}, {"fee": "1", "currency": "USD"}]}, {"remittance"}),
        ({"country": "CN", "booths": [{"fee": "1", "currency": "CNY"}]}, set()),
    ],
    ids=["nothing entered", "at home", "key", "abroad", "one booth in dollars", "yuan by name"],
)
def test_the_papers_of_an_exhibition_follow_its_facts(
    package: PolicyPackage, facts: Mapping[str, object], more: set[str]
) -> None:
    case = {"measure": "exhibition", "applicant": {"kind": "enterprise"}, "facts": facts}
    assert required_papers(package, case) == ALWAYS_FOR_AN_EXHIBITOR | more


@pytest.mark.parametrize(
    ("mode", "paper", "other"), [("lease", "lease", "construction"), ("build", "construction", "lease")]
)
def test_a_warehouse_is_proved_by_its_lease_or_its_construction(
    package: PolicyPackage, mode: str, paper: str, other: str
) -> None:
    facts = {"warehouses": [{"mode": mode}]}
    required = required_papers(
        package, {"measure": "overseas_warehouse", "applicant": {"kind": "enterprise"}, "facts": facts}
    )
    assert paper in required
    assert other not in required


def test_a_government_gives_neither_licence_nor_promise(package: PolicyPackage) -> None:
    case = read_case({"measure": "support_service", "applicant": {"kind": "government"}, "facts": {}}, package)
    papers = {paper.id: paper for paper in package.papers_for(case)}
    assert not {"business_licence", "registration_certificate", "promise", "bank_account"} & set(papers)
    assert papers["application"].name == "支持资金申请函"
    assert papers["payment"].required


def test_a_college_gives_the_certificate_of_a_legal_person_instead_of_a_licence(package: PolicyPackage) -> None:
    case = {"measure": "talent_training", "applicant": {"kind": "college"}, "facts": {}}
    required = required_papers(package, case)
    assert "registration_certificate" in required
    assert "business_licence" not in required
