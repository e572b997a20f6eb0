"""What the programme room's database constraints mean to a person."""

from django.utils.translation import gettext_lazy as _

from dayaq.kernel.errors import constraint

constraint("phase_key_is_unique_in_programme", _("There is a phase with this key already."))
constraint("phase_ends_after_it_starts", _("The phase ends before it starts."))
constraint(
    "agreement_number_is_unique_in_programme",
    _("There is an agreement with this number already."),
)
constraint("agreement_is_valid_after_it_is_signed", _("The agreement ends before it is signed."))
constraint("grant_contract_is_unique_in_phase", _("This phase has a grant with this number."))
constraint("grant_ends_after_it_starts", _("The grant ends before it starts."))
constraint("grant_amount_is_positive", _("Enter an amount above zero."))
constraint("sub_grant_amount_is_positive", _("Enter an amount above zero."))
constraint("sub_grant_ends_after_it_starts", _("The sub-grant ends before it starts."))
constraint(
    "transfer_reference_is_unique_in_grant",
    _("This grant has a transfer with this reference."),
)
constraint(
    "exchanged_transfer_names_its_rate", _("Enter the exchange rate, its day and its source.")
)
constraint("voucher_is_unique_in_programme", _("There is an expense with this voucher number."))
constraint("expense_amount_is_positive", _("Enter an amount above zero."))
constraint(
    "exchanged_expense_names_its_rate", _("Enter the exchange rate, its day and its source.")
)
constraint("budget_code_is_unique_in_phase", _("This phase has a budget line with this code."))
constraint("result_code_is_unique_in_phase", _("This phase has a result with this code."))
constraint("target_range_is_in_order", _("The upper bound lies below the lower one."))
constraint(
    "a_charged_expense_never_changes",
    _("A submitted report has charged this expense. It does not change any more."),
)
