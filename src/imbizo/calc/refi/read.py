"""Reads codebooks (.qdc) and projects (.qdpx) of any program, mending what can be mended.

Nothing is left out in silence: both functions return what they found beside what they read.
"""

from lxml import etree

from imbizo.calc.refi.elements import attribute, child, local, namespace, parse, words
from imbizo.calc.refi.errors import NotRefiError
from imbizo.calc.refi.findings import Finding, Findings, Reason
from imbizo.calc.refi.intake import Intake
from imbizo.calc.refi.model import Codebook, Project
from imbizo.calc.refi.package import Limits, Package, is_package
from imbizo.calc.refi.readcases import cases, graphs, links, sets, variables
from imbizo.calc.refi.readcodes import codes, users
from imbizo.calc.refi.readsources import memos, settle_reading, sources
from imbizo.calc.refi.standard import CODEBOOK, PROJECT

LIMITS = Limits()


def read_codebook(data: bytes, *, limits: Limits = LIMITS) -> tuple[Codebook, tuple[Finding, ...]]:
    """The codebook of a .qdc, or that of a project, and what was left out or mended.

    Raises UnreadableError.
    """
    findings = Findings()
    root, package = _root(data, limits, findings)
    if local(root) not in {"CodeBook", "Project"}:
        raise NotRefiError(local(root))
    _check_namespace(root, findings)
    intake = Intake(package, findings)
    intake.survey(root)
    found = root if local(root) == "CodeBook" else child(root, "CodeBook")
    tree = codes(found, intake)
    in_sets = child(root, "Sets") if child(root, "Sets") is not None else child(found, "Sets")
    collections = sets(in_sets, intake)
    return Codebook(origin=attribute(root, "origin"), codes=tree, sets=collections), findings.listed()


def read_project(data: bytes, *, limits: Limits = LIMITS) -> tuple[Project, tuple[Finding, ...]]:
    """The project of a .qdpx, or of a bare project.qde, and what was left out or mended.

    Raises UnreadableError.
    """
    findings = Findings()
    root, package = _root(data, limits, findings)
    if local(root) != "Project":
        raise NotRefiError(local(root))
    _check_namespace(root, findings)
    intake = Intake(package, findings)
    intake.survey(root)
    intake.load_texts(root)
    settle_reading(root, intake)
    project = _project(root, intake)
    if package is not None:
        package.report_the_rest()
    return project, findings.listed()


def _root(data: bytes, limits: Limits, findings: Findings) -> tuple[etree._Element, Package | None]:
    package = Package(data, limits, findings) if is_package(data) else None
    return parse(package.project() if package else data, findings), package


def _check_namespace(root: etree._Element, findings: Findings) -> None:
    expected = PROJECT if local(root) == "Project" else CODEBOOK
    if namespace(root) != expected:
        findings.add(Reason.NAMESPACE, local(root), namespace(root))


def _project(root: etree._Element, intake: Intake) -> Project:
    """Codes before codings, sources before cases and links: each part relies on those before it."""
    people = users(child(root, "Users"), intake)
    tree = codes(child(root, "CodeBook"), intake)
    kinds = variables(child(root, "Variables"), intake)
    material = sources(child(root, "Sources"), intake)
    notes = memos(child(root, "Notes"), intake)
    graphs(child(root, "Graphs"), intake)
    return Project(
        name=intake.name(root, "Project"),
        origin=attribute(root, "origin"),
        base_path=attribute(root, "basePath"),
        description=words(root, "Description"),
        users=people,
        codes=tree,
        variables=kinds,
        sources=material,
        memos=notes,
        cases=cases(child(root, "Cases"), intake),
        sets=sets(child(root, "Sets"), intake),
        links=links(child(root, "Links"), intake),
        notes=intake.notes(root),
        **intake.stamp(root, "GUID"),
    )
