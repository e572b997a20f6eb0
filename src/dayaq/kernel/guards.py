"""What the database itself refuses: changes to append-only tables.

Triggers are (re)installed after every migration, so that no single old migration carries
the guard; `dayaq migrate` revokes UPDATE, DELETE and TRUNCATE from the serving role besides.
A room adds its own tables with `append_only()`, and with `kept_by_triggers()` those that the
serving role only reads.
"""

from __future__ import annotations

from typing import Any

from django.db import connections

from dayaq.kernel.errors import constraint

APPEND_ONLY: dict[str, str] = {}
"""Table name to the sentence its refusal carries."""


def append_only(table: str, sentence: str) -> None:
    """Rows of `table` are written once: UPDATE and DELETE raise `sentence`."""
    APPEND_ONLY[table] = sentence
    constraint(f"{table}_is_written_once", f"{sentence}.")


KEPT_BY_TRIGGERS: set[str] = set()
"""Tables that follow from others: triggers of the owner's write them, and nobody else."""


def kept_by_triggers(table: str) -> None:
    """Rows of `table` are sums or copies that the database itself keeps: the rest only read."""
    KEPT_BY_TRIGGERS.add(table)


append_only("kernel_event", "An event never changes")
append_only("kernel_eventsubject", "An event never changes")
append_only("kernel_eventseal", "A sealed event never changes")

FUNCTION = """
CREATE OR REPLACE FUNCTION dayaq_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% (table %, %)', TG_ARGV[0], TG_TABLE_NAME, TG_OP
    USING ERRCODE = 'restrict_violation', CONSTRAINT = TG_TABLE_NAME || '_is_written_once';
END $$;
CREATE OR REPLACE FUNCTION dayaq_keep_installation() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' OR NEW.mode <> OLD.mode THEN
    RAISE EXCEPTION 'A real programme never becomes a demonstration, nor the reverse'
      USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
"""


def install(using: str = "default", **_: Any) -> None:
    """Put a guard on every append-only table that exists (runs on `post_migrate`)."""
    with connections[using].cursor() as cursor:
        cursor.execute(FUNCTION)
        existing = set(connections[using].introspection.table_names(cursor))
        for table, sentence in APPEND_ONLY.items():
            if table in existing:
                cursor.execute(
                    f'CREATE OR REPLACE TRIGGER append_only BEFORE UPDATE OR DELETE ON "{table}" '
                    f"FOR EACH ROW EXECUTE FUNCTION dayaq_refuse_change('{sentence}')"
                )
        if "kernel_installation" in existing:
            cursor.execute(
                "CREATE OR REPLACE TRIGGER mode_is_kept BEFORE UPDATE OR DELETE "
                "ON kernel_installation FOR EACH ROW EXECUTE FUNCTION dayaq_keep_installation()"
            )


def revoked() -> dict[str, str]:
    """What the serving role may not do, by table."""
    found = dict.fromkeys(APPEND_ONLY, "UPDATE, DELETE, TRUNCATE")
    return found | dict.fromkeys(KEPT_BY_TRIGGERS, "INSERT, UPDATE, DELETE, TRUNCATE")


def revoke(role: str, using: str = "owner") -> None:
    """Take from the serving role what it may not do."""
    with connections[using].cursor() as cursor:
        existing = set(connections[using].introspection.table_names(cursor))
        for table, rights in sorted(revoked().items()):
            if table in existing:
                cursor.execute(f'REVOKE {rights} ON "{table}" FROM "{role}"')
