"""The calculation: pure functions from a case and a policy package to an award with its working.

Imports the standard library, pydantic and itself; reads no file but the policy package.
"""

from ycdesk.calculation.assess import assess
from ycdesk.calculation.assessment import Assessment, Status
from ycdesk.calculation.casefile import CaseFile, CaseFileError, read_case
from ycdesk.calculation.package import PackageError, PolicyPackage, load_package
from ycdesk.calculation.shelf import PackageShelf, load_shelf

__all__ = [
    "Assessment",
    "CaseFile",
    "CaseFileError",
    "PackageError",
    "PackageShelf",
    "PolicyPackage",
    "Status",
    "assess",
    "load_package",
    "load_shelf",
    "read_case",
]
