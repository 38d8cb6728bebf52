from designer.core.findings import Findings
from designer.core.problems import Problem


def training_problems(found: Findings) -> list[Problem]:
    return []
