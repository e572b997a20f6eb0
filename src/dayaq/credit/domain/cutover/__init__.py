"""A workbook of running loans, read and checked before anything of it is posted.

Pure: cells in, rows and findings out. `read_workbook` knows the usual mess of such workbooks
(titles above the headings, subtotals, merged districts, amounts and days typed as text);
`check` holds the rows against each other, against the engine and against the totals that the
workbook's owner states.
"""

from dayaq.credit.domain.cutover.checking import Checked, Stated, check
from dayaq.credit.domain.cutover.headings import SHEETS, Mapping, SheetMap, guess, template
from dayaq.credit.domain.cutover.reading import read_workbook
from dayaq.credit.domain.cutover.rows import (
    Finding,
    InstalmentRow,
    LoanRow,
    MoneyRow,
    PaymentRow,
    Workbook,
)

__all__ = [
    "SHEETS",
    "Checked",
    "Finding",
    "InstalmentRow",
    "LoanRow",
    "Mapping",
    "MoneyRow",
    "PaymentRow",
    "SheetMap",
    "Stated",
    "Workbook",
    "check",
    "guess",
    "read_workbook",
    "template",
]
