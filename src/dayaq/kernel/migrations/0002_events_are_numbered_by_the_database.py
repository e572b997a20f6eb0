"""The database numbers events and keeps their transaction, so that the sealer skips no late one."""

from django.db import migrations

FORWARD = """
CREATE SEQUENCE kernel_event_seq OWNED BY kernel_event.seq;
ALTER TABLE kernel_event ALTER COLUMN seq SET DEFAULT nextval('kernel_event_seq');
ALTER TABLE kernel_event ADD COLUMN xid xid8 NOT NULL DEFAULT pg_current_xact_id();
"""
BACKWARD = """
ALTER TABLE kernel_event DROP COLUMN xid;
ALTER TABLE kernel_event ALTER COLUMN seq DROP DEFAULT;
DROP SEQUENCE kernel_event_seq;
"""


class Migration(migrations.Migration):
    dependencies = [("kernel", "0001_initial")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
