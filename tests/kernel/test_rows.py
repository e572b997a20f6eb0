"""A row that the ORM saves through `kernel.rows` is the row the ORM would have written itself."""

from __future__ import annotations

import datetime as dt
from copy import deepcopy
from decimal import Decimal
from functools import partial
from unittest.mock import patch
from uuid import UUID

import pytest
from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.db import DatabaseError, IntegrityError, connection, models, transaction
from django.db.models import F, Model
from django.db.models.sql import InsertQuery
from django.test.utils import CaptureQueriesContext
from psycopg.types.json import Jsonb

from dayaq.kernel import db, rows
from dayaq.kernel.access.models import Organisation, Place, User
from dayaq.kernel.db import run_command
from dayaq.kernel.errors import Refused
from dayaq.kernel.ids import uuid7
from dayaq.kernel.models import Row

pytestmark = pytest.mark.django_db


EVERY_KIND_OF_ROW = sorted(
    (model for model in apps.get_models() if issubclass(model, Row)),
    key=lambda model: model._meta.label,
)
SAMPLES: dict[type[models.Field], object] = {
    models.CharField: "Ə", models.TextField: "Ə", models.BooleanField: True,
    models.JSONField: {"a": [1, "ə"]}, models.BinaryField: b"\0\1",
    models.DateField: dt.date(2011, 3, 15), models.TimeField: dt.time(9, 30),
    models.DateTimeField: dt.datetime(2011, 3, 15, 12, tzinfo=dt.UTC),
    models.DecimalField: Decimal("1.5"), models.IntegerField: 7,
    models.UUIDField: UUID(int=7), ArrayField: [],
}  # fmt: skip


def _sample(model: type[Row]) -> Row:
    row = model()
    for field in model._meta.concrete_fields:
        plain = field.target_field if field.is_relation else field
        kind = next((kind for kind in SAMPLES if isinstance(plain, kind)), None)
        if isinstance(plain, models.DateTimeField):  # which is a kind of DateField
            kind = models.DateTimeField
        if kind is not None and not field.primary_key:
            setattr(row, field.attname, SAMPLES[kind])
    return row


def _bare(value: object) -> object:
    return value.obj if isinstance(value, Jsonb) else value


@pytest.mark.parametrize("model", EVERY_KIND_OF_ROW, ids=lambda model: model._meta.label)
def test_a_new_row_is_written_as_the_orm_writes_it(model: type[Row]) -> None:
    row = _sample(model)
    fields = list(model._meta.concrete_fields)
    query = InsertQuery(model)
    query.insert_values(fields, [row])
    ((theirs, values),) = query.get_compiler("default").as_sql()

    with patch.object(db, "send") as sent:
        taken = rows.insert_saved(row, fields)

    if taken:
        sql, ours = sent.call_args.args
        assert sql == theirs
        assert [_bare(value) for value in ours] == [_bare(value) for value in values]
    else:
        assert any(hasattr(field, "get_placeholder") for field in fields)


@pytest.mark.parametrize("model", EVERY_KIND_OF_ROW, ids=lambda model: model._meta.label)
@pytest.mark.parametrize("left_out", [0, 2])
def test_a_row_that_was_read_is_the_row_the_orm_reads(model: type[Row], left_out: int) -> None:
    sample = _sample(model)
    names = [field.attname for field in model._meta.concrete_fields][: -left_out or None]
    values = [getattr(sample, name) for name in names]

    ours = model.from_db("default", names, values)
    theirs = models.Model.from_db.__func__(model, "default", names, values)

    states = [(one._state.adding, one._state.db, one._state.fields_cache) for one in (ours, theirs)]
    assert states[0] == states[1]
    assert {**vars(ours), "_state": None} == {**vars(theirs), "_state": None}
    assert ours.get_deferred_fields() == theirs.get_deferred_fields()


def _by_django(model: type[Row], **given: object) -> Row:
    row = model.__new__(model)
    models.Model.__init__(row, **given)
    return row


@pytest.mark.parametrize("model", EVERY_KIND_OF_ROW, ids=lambda model: model._meta.label)
def test_a_new_row_is_the_row_django_makes(
    model: type[Row], monkeypatch: pytest.MonkeyPatch
) -> None:
    fields = model._meta.concrete_fields
    sample = {field.attname: getattr(_sample(model), field.attname) for field in fields}
    others = {field.name: field.related_model(pk=uuid7()) for field in fields if field.is_relation}
    for field in fields:  # so that what is made anew for each row comes out the same twice
        if field.has_default() and callable(field.default):
            monkeypatch.setattr(field, "_get_default", partial(deepcopy, field.default()))

    for given in ({}, sample, others, {"pk": uuid7(), **others}):
        ours, theirs = model(**given), _by_django(model, **given)

        assert {**vars(ours), "_state": None} == {**vars(theirs), "_state": None}
        assert (ours._state.adding, ours._state.db) == (theirs._state.adding, theirs._state.db)
        assert ours._state.fields_cache == theirs._state.fields_cache


@pytest.mark.parametrize(
    "given", [{"nmae": "Ad"}, {"kind": "ngo", "Kind": "ngo"}], ids=lambda given: next(iter(given))
)
def test_a_new_row_refuses_what_is_no_field(given: dict[str, str]) -> None:
    with pytest.raises(TypeError, match="unexpected keyword"):
        Organisation(**given)


def test_a_new_row_refuses_a_row_of_another_kind() -> None:
    with pytest.raises(ValueError, match="must be a"):
        User(organisation=User())


def _stored(row: Model) -> dict[str, object]:
    found = type(row)._default_manager.get(pk=row.pk)
    return {field.attname: getattr(found, field.attname) for field in row._meta.concrete_fields}


def test_a_changed_row_is_stored_as_the_orm_stores_it() -> None:
    one = Organisation.objects.create(name="Əvvəl", kind="ngo")
    one.name = "Sonra"
    with CaptureQueriesContext(connection) as asked:
        one.save(update_fields=["name"])

    assert len(asked) == 1
    assert _stored(one)["name"] == "Sonra"


def test_a_row_that_is_gone_is_not_taken_for_changed() -> None:
    one = Organisation.objects.create(name="Getdi", kind="ngo")
    Organisation.objects.filter(pk=one.pk).delete()

    with pytest.raises(DatabaseError, match="did not affect any rows"):
        one.save(update_fields=["name"])


def test_what_the_database_computes_is_left_to_the_orm() -> None:
    one = Organisation.objects.create(name="Ad", kind="ngo")
    one.name_az = F("name")
    one.save(update_fields=["name_az"])

    assert _stored(one)["name_az"] == "Ad"


def test_a_command_sends_together_what_nobody_asks_about() -> None:
    pids: list[int] = []

    def five() -> None:
        for number in range(5):
            Organisation.objects.create(name=f"Təşkilat {number}", kind="ngo")
        with patch.object(db, "_together", wraps=db._together) as turns:
            pids.append(Organisation.objects.filter(name__startswith="Təşkilat").count())
        assert [len(turn.args[1]) for turn in turns.call_args_list] == [5]

    run_command(five)

    assert pids == [5]


def test_what_a_waiting_row_breaks_is_refused_and_nothing_stays() -> None:
    def twice() -> None:
        same = uuid7()
        Organisation.objects.create(name="Tək", kind="ngo")
        Organisation.objects.create(id=same, name="A", kind="ngo")
        Organisation.objects.create(id=same, name="B", kind="ngo")

    with pytest.raises(IntegrityError):
        run_command(twice)

    assert not Organisation.objects.filter(name__in=["Tək", "A", "B"]).exists()


def test_rows_of_different_tables_are_written_in_one_statement() -> None:
    place = Place.objects.create(kind="district", code="fz", name="Füzuli", sort_key="f")
    kept = Organisation.objects.create(name="Əvvəl", kind="ngo")
    user = User(username="yeni", full_name="Yeni İşçi", organisation=kept)
    kept.name, place.name = "Sonra", "Fizuli"

    with CaptureQueriesContext(connection) as asked:
        rows.together(
            *rows.inserting(user), rows.changing(kept, "name"), rows.changing(place, "name")
        )

    assert len(asked) == 1
    assert not user._state.adding
    assert _stored(user)["organisation_id"] == kept.pk
    assert (_stored(kept)["name"], _stored(place)["name"]) == ("Sonra", "Fizuli")


def test_one_table_is_not_written_twice_in_one_statement() -> None:
    one = Organisation.objects.create(name="Əvvəl", kind="ngo")

    with pytest.raises(AssertionError):
        rows.together(rows.changing(one, "name"), rows.changing(one, "kind"))


def test_one_of_several_rows_that_is_refused_takes_the_others_with_it() -> None:
    kept = Organisation.objects.create(name="Əvvəl", kind="ngo")
    kept.name = "Sonra"
    nobody = User(username="yeni", full_name="Yeni İşçi", organisation_id=uuid7())

    def both() -> None:
        with transaction.atomic():
            rows.together(rows.changing(kept, "name"), *rows.inserting(nobody))
            connection.check_constraints()

    with pytest.raises(IntegrityError):
        both()

    assert _stored(kept)["name"] == "Əvvəl"


def test_a_savepoint_finds_what_its_own_row_breaks() -> None:
    same = uuid7()

    def one_is_there_already() -> None:
        Organisation.objects.create(id=same, name="A", kind="ngo")
        try:
            with transaction.atomic():
                Organisation.objects.create(id=same, name="B", kind="ngo")
        except IntegrityError:
            Organisation.objects.create(name="C", kind="ngo")

    run_command(one_is_there_already)

    assert sorted(Organisation.objects.filter(name__in="ABC").values_list("name", flat=True)) == [
        "A",
        "C",
    ]


def test_nothing_waits_after_a_command_that_failed() -> None:
    def fails() -> None:
        Organisation.objects.create(name="Heç vaxt", kind="ngo")
        raise Refused("no")

    with pytest.raises(Refused):
        run_command(fails)
    run_command(lambda: Organisation.objects.create(name="Sonra", kind="ngo"))

    assert not Organisation.objects.filter(name="Heç vaxt").exists()
    assert Organisation.objects.filter(name="Sonra").exists()
