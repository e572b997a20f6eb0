"""A submitted report never changes: the database refuses it."""

from dayaq.kernel.guards import append_only

append_only("reporting_reportsubmission", "A submitted report never changes; submit a new version")
