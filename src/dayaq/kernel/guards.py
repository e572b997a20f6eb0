"""What the database itself refuses: changes to append-only tables.

Triggers are (re)installed after every migration, so that no single old migration carries
the guard; `dayaq migrate` revokes UPDATE, DELETE and TRUNCATE from the serving role besides.
A room adds its own tables with `append_only()`.
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


def revoke(role: str, using: str = "owner") -> None:
    """Take UPDATE, DELETE and TRUNCATE on the append-only tables from the serving role."""
    with connections[using].cursor() as cursor:
        existing = set(connections[using].introspection.table_names(cursor))
        for table in sorted(APPEND_ONLY.keys() & existing):
            cursor.execute(f'REVOKE UPDATE, DELETE, TRUNCATE ON "{table}" FROM "{role}"')
