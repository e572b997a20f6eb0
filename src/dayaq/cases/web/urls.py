"""The addresses of cases."""

from django.urls import path

from dayaq.cases.web.views import cases, complaints, referrals, working

app_name = "cases"
urlpatterns = [
    path("", cases.cases, name="list"),
    path("open/<uuid:person>/", cases.open_case, name="open"),
    path("referrals/", referrals.referrals, name="referrals"),
    path("referrals/to-us/", referrals.to_us, name="referrals_to_us"),
    path("referrals/to-us/<uuid:pk>/", referrals.referral_to_us, name="referral_to_us"),
    path("referrals/to-us/<uuid:pk>/answer/", referrals.answer_to_us, name="answer_to_us"),
    path("referrals/<uuid:pk>/", referrals.referral, name="referral"),
    path("referrals/<uuid:pk>/send/", referrals.send, name="send"),
    path("referrals/<uuid:pk>/answer/", referrals.answer, name="answer"),
    path("referrals/<uuid:pk>/outcome/", referrals.complete, name="complete"),
    path("referrals/<uuid:pk>/letter.pdf", referrals.letter, name="letter"),
    path("complaints/", complaints.complaints, name="complaints"),
    path("complaints/record/", complaints.record, name="record_complaint"),
    path("complaints/<uuid:pk>/", complaints.complaint, name="complaint"),
    path("need/<uuid:pk>/", working.move_need, name="move_need"),
    path("step/<uuid:pk>/", working.done, name="done"),
    path("job/<uuid:pk>/", working.end_job, name="end_job"),
    path("<uuid:pk>/", cases.case, name="case"),
    path("<uuid:pk>/need/", working.need, name="need"),
    path("<uuid:pk>/plan/", working.plan, name="plan"),
    path("<uuid:pk>/session/", working.session, name="session"),
    path("<uuid:pk>/assistance/", working.assistance, name="assistance"),
    path("<uuid:pk>/job/", working.job, name="job"),
    path("<uuid:pk>/pathway/", cases.pathway, name="pathway"),
    path("<uuid:pk>/follow-up/", cases.follow_up, name="follow_up"),
    path("<uuid:pk>/refer/", referrals.refer, name="refer"),
    path("<uuid:pk>/hand-over/", cases.hand_over, name="hand_over"),
    path("<uuid:pk>/close/", cases.close, name="close"),
    path("<uuid:pk>/reopen/", cases.reopen, name="reopen"),
]
