"""Who may do what with loans. Appraise, approve and disburse are never in one pair of hands."""

from django.utils.translation import gettext_lazy as _

from dayaq.kernel.access.capabilities import capability
from dayaq.kernel.access.roles import Role

capability(
    "credit.view",
    Role.FIELD_OFFICER,
    Role.CASHIER,
    Role.ACCOUNTANT,
    Role.COMMITTEE_MEMBER,
    Role.COMMITTEE_SECRETARY,
    Role.PROJECT_MANAGER,
    Role.PROGRAMME_OFFICER,
    Role.MONITORING,
    label=_("See loan applications and loans"),
)
capability(
    "credit.manage_products",
    Role.PROGRAMME_OFFICER,
    label=_("Open loan products and set their terms"),
)
capability(
    "credit.edit_clauses",
    Role.PROGRAMME_OFFICER,
    label=_("Write and approve the clauses of the agreement"),
)
capability("credit.apply", Role.FIELD_OFFICER, label=_("Take a loan application"))
capability("credit.appraise", Role.FIELD_OFFICER, label=_("Appraise an application"))
capability(
    "credit.record_votes",
    Role.COMMITTEE_SECRETARY,
    label=_("Record the committee's votes and decisions from its minutes"),
)
capability("credit.vote", Role.COMMITTEE_MEMBER, label=_("Vote in the credit committee"))
capability(
    "credit.step_aside",
    Role.COMMITTEE_MEMBER,
    Role.COMMITTEE_SECRETARY,
    label=_("Record that a committee member steps aside"),
)
capability(
    "credit.declare_relative",
    Role.COMMITTEE_MEMBER,
    Role.COMMITTEE_SECRETARY,
    Role.FIELD_OFFICER,
    Role.CASHIER,
    Role.PROJECT_MANAGER,
    Role.PROGRAMME_OFFICER,
    label=_("Declare that a person is a relative"),
)
capability(
    "credit.draw_up_agreement",
    Role.FIELD_OFFICER,
    Role.PROJECT_MANAGER,
    label=_("Draw up a loan agreement and record its signing"),
)
capability("credit.disburse", Role.CASHIER, label=_("Pay out a loan"))
capability(
    "credit.issue_receipt_book",
    Role.CASHIER,
    Role.ACCOUNTANT,
    label=_("Hand out a book of receipt blanks"),
)
capability("credit.collect", Role.FIELD_OFFICER, label=_("Collect money and enter own receipts"))
capability(
    "credit.record_batch",
    Role.FIELD_OFFICER,
    Role.CASHIER,
    label=_("Enter a batch of receipts"),
)
capability("credit.confirm_cash", Role.FIELD_OFFICER, label=_("Sign for the cash one hands over"))
capability("credit.receive_cash", Role.CASHIER, label=_("Receive the cash an officer hands over"))
capability(
    "credit.reverse",
    Role.ACCOUNTANT,
    Role.PROJECT_MANAGER,
    label=_("Reverse a mistaken receipt"),
)
capability(
    "credit.apply_deposit",
    Role.ACCOUNTANT,
    label=_("Count a bank deposit found on a statement on a loan"),
)
capability("credit.refund", Role.CASHIER, label=_("Pay back what was paid too much"))
capability(
    "credit.follow_up",
    Role.FIELD_OFFICER,
    Role.PROJECT_MANAGER,
    label=_("Record visits, promises and steps about arrears"),
)
capability(
    "credit.propose",
    Role.PROJECT_MANAGER,
    label=_("Propose new terms, a write-off or to give something up"),
)
capability(
    "credit.approve_change",
    Role.PROGRAMME_OFFICER,
    label=_("Approve new terms, a write-off or what is given up"),
)
capability(
    "credit.charge",
    Role.ACCOUNTANT,
    Role.PROJECT_MANAGER,
    label=_("Add a fee or a penalty to a loan"),
)
capability(
    "credit.view_provisions",
    Role.ACCOUNTANT,
    Role.PROJECT_MANAGER,
    Role.PROGRAMME_OFFICER,
    Role.MONITORING,
    label=_("See what is set aside for losses"),
)
capability("credit.provision", Role.ACCOUNTANT, label=_("Post the provision of a month"))
capability(
    "credit.choose_provision_table",
    Role.PROGRAMME_OFFICER,
    label=_("Choose the table of provisions"),
)

CUTOVER = (Role.PROGRAMME_OFFICER, Role.PROJECT_MANAGER, Role.ACCOUNTANT)
capability("credit.cutover", *CUTOVER, label=_("Stage a workbook of running loans and prepare it"))
capability(
    "credit.sign_cutover", *CUTOVER, label=_("Sign a workbook of running loans, as one of two")
)
capability(
    "credit.view_handover",
    Role.ACCOUNTANT,
    Role.PROJECT_MANAGER,
    Role.PROGRAMME_OFFICER,
    label=_("See the handover of the fund to a successor"),
)
capability(
    "credit.plan_handover",
    Role.PROGRAMME_OFFICER,
    label=_("Plan the handover of the fund, or call it off"),
)
capability("credit.audit_handover", Role.ACCOUNTANT, label=_("Record the audit before a handover"))
capability(
    "credit.agree_handover",
    Role.PROGRAMME_OFFICER,
    label=_("Record the agreement with the successor"),
)
capability(
    "credit.transfer_fund",
    Role.ACCOUNTANT,
    label=_("Transfer loans, money and the list of files to the successor"),
)
capability("credit.close_handover", Role.PROGRAMME_OFFICER, label=_("Close a handover"))
