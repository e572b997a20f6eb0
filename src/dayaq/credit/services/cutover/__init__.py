"""Bringing running loans over from the workbook that was kept before."""

from dayaq.credit.services.cutover.staging import (
    choose_borrowers,
    set_columns,
    sign,
    stage_workbook,
    undo,
)

__all__ = ["choose_borrowers", "set_columns", "sign", "stage_workbook", "undo"]
